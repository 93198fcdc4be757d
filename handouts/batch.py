"""A copy for each order, on as many workers as an executor has, whatever happens in between."""

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handouts.batch_report import BatchReport
from handouts.crew import Crew
from handouts.machine import sha256
from handouts.makers import Printed, compare, job_of, make
from handouts.manifest import Entry, Manifest
from handouts.orders import Failure, Order, Orders
from handouts.plates import whole
from handouts.problems import Problem
from handouts.proofs import Proofs
from handouts.workers import Bench, State, stamp, state

#: The folder within a batch's own for what is no longer asked for.
ASIDE = "set-aside"

# How often an order may be with a worker that dies, which need not be the order's fault.
_TRIES = 3
# How many copies are stamped at a time: the work of a moment.
_STAMPS = 50


@dataclass(frozen=True)
class Copy:
    """One copy that lies in the folder, whole: for which row and person, where, and its hash."""

    row: int
    ref: str | None
    path: Path
    sha256: str


@dataclass(frozen=True)
class _Proof:
    """Orders of one shape, of which some are compared with their full prints."""

    shape: Hashable
    orders: Sequence[Order]
    copies: int


class Batch:
    """One run over a folder: what lies there whole and unchanged is kept, and all else is made.

    `pool` opens an executor, anew when a worker has died; `jobs` is how many workers it has.
    Of the copies that could be stamped on one plate, `verify` are first compared with full prints;
    `protect` locks each with its person's password.

    `deaths` tells how many workers ended with which copy so far.
    """

    def __init__(
        self,
        bench: Bench,
        folder: Path,
        pool: Callable[[], Executor],
        jobs: int,
        *,
        verify: int = 3,
        protect: bool = False,
    ) -> None:
        self._bench, self._folder, self._pool, self._jobs = bench, folder, pool, jobs
        self._library = bench.library()
        self._stamp = stamp(self._library)
        self.manifest = Manifest(folder)
        self.deaths: Counter[str] = Counter()
        self._proofs, self._protect = Proofs(verify), protect
        self._states: dict[tuple[str, str], State] = {}
        self._counts: dict[tuple[str, str], Counter[str]] = {}
        self._unread = 0
        self._aside: list[str] = []
        self._notes: dict[str, None] = {}
        for part in folder.glob(".*.part"):
            part.unlink()

    def expect(self, order: Order) -> None:
        """Take into account that the order will be given, before the first one is."""
        before, path = self.manifest.before.get(f"{order.name}.pdf"), self._path(order)
        size = path.stat().st_size if path.is_file() else 0
        if not before or (before.key, before.bytes) != (self._key(order), size):
            self._proofs.see(self._shape(order), order)

    def copies(self, orders: Iterable[Order]) -> Iterator[Copy | Failure]:
        """Each copy when it lies in the folder; for one that cannot be made, what is wrong."""
        with Crew(self._pool, self._jobs, self._begin) as crew:
            for proof, verdict in crew.work(self._samples()):
                self._proved(proof, verdict, crew)
            self._notes |= {f"{name}: {_UNSTAMPED}": None for name in self._unstamped()}
            for task, made in crew.work(self._tasks(orders)):
                if isinstance(task, Copy):
                    yield task
                else:
                    yield from self._settled(task, made, crew)

    def _begin(self, executor: Executor, task: _Proof | list[Order] | Copy) -> "Future[Any]":
        match task:
            case _Proof():
                return executor.submit(compare, self._bench, task.orders, task.copies)
            case Copy():
                there: Future[Any] = Future()
                there.set_result(task)
                return there
            case _:
                stamps = self._proofs.allow(self._shape(task[0]))
                told = self._bench, task, self._folder, stamps, self._protect
                return executor.submit(make, *told)

    def _samples(self) -> list[_Proof]:
        """What is compared; where there are fewer shapes than workers, each has a part of it."""
        samples = list(self._proofs.samples())
        parts = max(1, self._jobs // max(1, len(samples)))
        return [
            _Proof(shape, orders[part::parts], len(range(part, self._proofs.copies, parts)))
            for shape, orders in samples
            for part in range(min(parts, self._proofs.copies))
        ]

    def _tasks(self, orders: Iterable[Order]) -> Iterator[list[Order] | Copy]:
        """What is there already, and the others: those that are stamped many at a time."""
        stamped: list[Order] = []
        for order in orders:
            if kept := self._kept(order):
                yield kept
            elif not self._proofs.allow(self._shape(order)):
                yield [order]
            else:
                stamped.append(order)
            if len(stamped) == _STAMPS:
                yield stamped
                stamped = []
        if stamped:
            yield stamped

    def _unstamped(self) -> Iterator[str]:
        """The texts whose copies are printed in full, and nobody has been told why."""
        for shape, orders in self._proofs.samples():
            name = f"{orders[0].text}-{orders[0].language}"
            if not self._proofs.allow(shape) and f"{name}: {_DIFFERS}" not in self._notes:
                yield name

    def _shape(self, order: Order) -> tuple[object, ...]:
        """What copies have in common that could be stamped on one plate."""
        alike = whole(order.patient, self._library.fields)
        return order.text, order.language, order.edition, *alike

    def _proved(self, proof: _Proof, verdict: str | None, crew: Crew) -> None:
        """Note what a comparison has shown: of what differs once, nothing is stamped."""
        if not proof.orders:
            return
        order = proof.orders[0]
        if verdict is None:
            self.deaths[order.name] += 1
            crew.again([proof] if self.deaths[order.name] < _TRIES else [])
        if verdict == "differs":
            self._notes[f"{order.text}-{order.language}: {_DIFFERS}"] = None
        if verdict in ("same", "differs"):
            self._proofs.settle(proof.shape, proven=verdict == "same")

    def _settled(
        self, orders: Sequence[Order], made: list[Printed] | None, crew: Crew
    ) -> Iterator[Copy | Failure]:
        """The copies in their places, or what kept them from being made."""
        if made is None:
            self.deaths.update(order.name for order in orders)
            crew.again([one] for one in orders if self.deaths[one.name] < _TRIES)
            orders = [one for one in orders if self.deaths[one.name] >= _TRIES]
            made = [_DIED] * len(orders)
        self._add(zip(orders, map(self._entry, orders, made), strict=True))
        for order, printed in zip(orders, made, strict=True):
            if printed.part:
                path = Path(printed.part).replace(self._path(order))
                yield Copy(order.row, order.patient.ref, path, printed.sha256)
            else:
                yield Failure(order.row, order.patient.ref, printed.problems)

    def _kept(self, order: Order) -> Copy | None:
        """The copy that lies there already, made of the same inputs."""
        before, path = self.manifest.before.get(f"{order.name}.pdf"), self._path(order)
        if not before or before.key != self._key(order) or sha256(path) != before.sha256:
            return None
        self._add([(order, replace(before, row=order.row, state="kept", problem=""))])
        return Copy(order.row, order.patient.ref, path, before.sha256)

    def _entry(self, order: Order, printed: Printed) -> Entry:
        return Entry(
            row=order.row,
            ref=order.patient.ref or "",
            file=f"{order.name}.pdf",
            pages=printed.pages,
            bytes=printed.bytes,
            sha256=printed.sha256,
            key=self._key(order),
            route=printed.route,
            state="made" if printed.part else "failed",
            problem="; ".join(map(str, printed.problems)),
        )

    def _add(self, lines: Iterable[tuple[Order, Entry]]) -> None:
        """Add their lines, which are written before a file takes its name."""
        lines = list(lines)
        self.manifest.add(*(entry for _, entry in lines))
        for order, entry in lines:
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
        lock = (person.password or "") if self._protect else ""
        return self.manifest.key(self._stamp, order.name, values, lock, *state.expired, *signed)

    def _state(self, order: Order) -> State:
        """What all copies of that order's text have in common."""
        known = order.text, order.language
        if known not in self._states:
            job = job_of(self._library, order, self._bench.day)
            self._states[known] = state(self._library, job)
        return self._states[known]

    def warnings(self) -> list[str]:
        """What whoever prints should know of the texts that were asked for."""
        expired = (told for one in self._states.values() for told in one.expired)
        return list(dict.fromkeys([*self._notes, *expired]))

    def drafts(self) -> frozenset[tuple[str, str]]:
        """The texts that were asked for and nobody has signed, each with its language."""
        return frozenset(known for known, state in self._states.items() if state.is_draft)

    def report(self, failures: Iterable[Failure], orders: Orders) -> BatchReport:
        """What became of the batch, when it has ended."""
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
            drafts=self.drafts(),
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


_DIED = Printed(None, problems=(Problem(None, "the worker that printed it ended"),))
_UNSTAMPED = "its copies cannot be stamped, so that all are printed in full, which takes longer"
_DIFFERS = "a stamped copy was not as its full print, so that all are printed in full"
