"""A copy for each order, on as many workers as an executor has, whatever happens in between."""

import hashlib
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from handouts.batch_report import BatchReport
from handouts.booklet import booklet
from handouts.handout import Handout
from handouts.library import Library
from handouts.manifest import Entry, Manifest
from handouts.orders import BOOKLET, Failure, Order, Orders
from handouts.problems import ContentError, Problem
from handouts.views import Job
from handouts.workers import Bench, State, opened, sha256, stamp, state

#: The folder within a batch's own for what is no longer asked for.
ASIDE = "set-aside"

# How often an order may be with a worker that dies, which need not be the order's fault.
_TRIES = 3
# Enough that no worker waits, and little to hold.
_AHEAD = 4


@dataclass(frozen=True)
class Copy:
    """One copy that lies in the folder, whole: for which row and person, where, and its hash."""

    row: int
    ref: str | None
    path: Path
    sha256: str


@dataclass(frozen=True)
class _Printed:
    """What a worker made of an order: a file beside its place, or what is wrong with the order."""

    part: Path | None
    pages: int = 0
    bytes: int = 0
    sha256: str = ""
    problems: tuple[Problem, ...] = ()


def _print(bench: Bench, order: Order, folder: Path) -> _Printed:
    """What a worker makes of an order."""
    library, press = opened(bench)
    try:
        document = press.print(_job(library, order, bench.day))
    except ContentError as error:
        return _Printed(None, problems=error.problems)
    part = folder / f".{order.name}.part"
    document.write(part, mode=0o600)
    told = hashlib.sha256(document.pdf).hexdigest()
    return _Printed(part, document.pages, len(document.pdf), told)


def _job(library: Library, order: Order, day: date) -> Job:
    if order.text == BOOKLET:
        return booklet(library, order.language, day, patient=order.patient, edition=order.edition)
    text = library.text(order.text, order.language)
    return Handout(text, library.clinic, day, order.patient, order.edition)


class Batch:
    """One run over a folder: what lies there whole and unchanged is kept, and all else is made.

    `pool` opens an executor, anew when a worker has died; `jobs` is how many workers it has.

    `deaths` tells how many workers ended with which copy so far.
    """

    def __init__(self, bench: Bench, folder: Path, pool: Callable[[], Executor], jobs: int) -> None:
        self._bench, self._folder, self._pool, self._ahead = bench, folder, pool, jobs * _AHEAD
        self._library = bench.library()
        self._stamp = stamp(self._library)
        self.manifest = Manifest(folder)
        self._lost: deque[Order] = deque()
        self._broken = False
        self.deaths: Counter[str] = Counter()
        self._states: dict[tuple[str, str], State] = {}
        self._counts: dict[tuple[str, str], Counter[str]] = {}
        self._unread = 0
        self._aside: list[str] = []
        for part in folder.glob(".*.part"):
            part.unlink()

    def copies(self, orders: Iterable[Order]) -> Iterator[Copy | Failure]:
        """Each copy when it lies in the folder; for one that cannot be made, what is wrong."""
        waiting, running = iter(orders), dict[Future[_Printed], Order]()
        executor = self._pool()
        try:
            while True:
                yield from self._filled(executor, waiting, running)
                if not running and not self._lost:
                    return
                for order, printed in _done(running):
                    if printed is None:
                        self._broken = True
                        self.deaths[order.name] += 1
                    if printed is None and self.deaths[order.name] < _TRIES:
                        self._lost.append(order)
                    else:
                        yield self._settled(order, printed or _DIED)
                if self._broken and not running:
                    executor.shutdown(wait=False)
                    executor, self._broken = self._pool(), False
        finally:
            executor.shutdown(cancel_futures=True)

    def _filled(
        self, executor: Executor, waiting: Iterator[Order], running: dict[Future[_Printed], Order]
    ) -> Iterator[Copy]:
        """Hand out orders until there is enough to do; those of a worker that died one by one."""
        while len(running) < (1 if self._lost else self._ahead):
            order = self._lost.popleft() if self._lost else next(waiting, None)
            if order is None:
                return
            if kept := self._kept(order):
                yield kept
                continue
            try:
                running[executor.submit(_print, self._bench, order, self._folder)] = order
            except BrokenExecutor:
                self._lost.appendleft(order)
                self._broken = True
                return

    def _kept(self, order: Order) -> Copy | None:
        """The copy that lies there already, made of the same inputs."""
        before, path = self.manifest.before.get(f"{order.name}.pdf"), self._path(order)
        if not before or before.key != self._key(order) or sha256(path) != before.sha256:
            return None
        self._add(order, replace(before, row=order.row, state="kept", problem=""))
        return Copy(order.row, order.patient.ref, path, before.sha256)

    def _settled(self, order: Order, printed: _Printed) -> Copy | Failure:
        """The copy in its place, or what kept it from being made, and a line for it."""
        entry = Entry(
            row=order.row,
            ref=order.patient.ref or "",
            file=f"{order.name}.pdf",
            pages=printed.pages,
            bytes=printed.bytes,
            sha256=printed.sha256,
            key=self._key(order),
            route="full",
            state="made" if printed.part else "failed",
            problem="; ".join(map(str, printed.problems)),
        )
        self._add(order, entry)
        if not printed.part:
            return Failure(order.row, order.patient.ref, printed.problems)
        path = printed.part.replace(self._path(order))
        return Copy(order.row, order.patient.ref, path, printed.sha256)

    def _add(self, order: Order, entry: Entry) -> None:
        self.manifest.add(entry)
        counts = self._counts.setdefault((order.text, order.language), Counter())
        # A sheet of paper for each two pages.
        counts.update({entry.state: 1, "pages": entry.pages, "sheets": -(-entry.pages // 2)})

    def refuse(self, failure: Failure) -> None:
        """Add the line of a row that asks for nothing that can be made."""
        self._unread += 1
        told = "; ".join(map(str, failure.problems))
        self.manifest.add(
            Entry(failure.row, failure.ref or "", "", 0, 0, "", "", "", "failed", told)
        )

    def _path(self, order: Order) -> Path:
        return self._folder / f"{order.name}.pdf"

    def _key(self, order: Order) -> str:
        """What stands for all that goes into a copy."""
        person, state = order.patient, self._state(order)
        values = json.dumps({name: str(value) for name, value in sorted(person.values.items())})
        signed = map(repr, state.signoffs)
        return self.manifest.key(self._stamp, order.name, values, *state.expired, *signed)

    def _state(self, order: Order) -> State:
        """What all copies of that order's text have in common."""
        known = order.text, order.language
        if known not in self._states:
            job = _job(self._library, order, self._bench.day)
            self._states[known] = state(self._library, job)
        return self._states[known]

    def warnings(self) -> list[str]:
        """What whoever prints should know of the texts that were asked for."""
        return list(dict.fromkeys(told for one in self._states.values() for told in one.expired))

    def report(self, failures: Iterable[Failure], orders: Orders) -> BatchReport:
        """What became of the batch, when it has ended."""
        drafts = (known for known, state in self._states.items() if state.is_draft)
        strange = (f"{note.message} ({note.hint})" for note in orders.notes)
        return BatchReport(
            self._library.clinic,
            self._bench.day,
            self._counts,
            tuple(sorted(failures, key=lambda failure: failure.row)),
            notes=(*strange, *self.warnings()),
            aside=tuple(self._aside),
            resumes=orders.resumes,
            unread=self._unread,
            drafts=frozenset(drafts),
        )

    def set_aside(self) -> Iterator[Path]:
        """The copies of an earlier run that this one has not made or kept, moved out of the way."""
        for entry in self.manifest.left_over():
            path = self._folder / entry.file
            if path.is_file():
                aside = self._folder / ASIDE
                aside.mkdir(mode=0o700, exist_ok=True)
                self._aside.append(entry.file)
                yield path.replace(aside / entry.file)


_DIED = _Printed(None, problems=(Problem(None, "the worker that printed it ended"),))


def _done(running: dict[Future[_Printed], Order]) -> Iterator[tuple[Order, _Printed | None]]:
    """The orders that are done, taken out of those that run; None for what a dead worker had."""
    wait(running, return_when=FIRST_COMPLETED)
    for future in [future for future in running if future.done()]:
        order = running.pop(future)
        try:
            yield order, future.result()
        except BrokenExecutor:
            yield order, None
