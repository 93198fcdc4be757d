"""A run of prints: jobs out to workers, files back in a folder, and what is unchanged is kept."""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from handouts.booklet import DuplexTest
from handouts.checks.pages import page_findings
from handouts.checks.proof import Proof
from handouts.library import Library
from handouts.machine import Unwritable, put, sha256, writing
from handouts.press import Document, Press
from handouts.problems import ContentError, Place, Problem, shown
from handouts.sheets import finished
from handouts.tasks import Task
from handouts.views import Job
from handouts.workers import Bench, opened, stamp, state

#: What a run keeps in its folder: what each file there was made of.
NAME = ".printed.json"


@dataclass(frozen=True)
class Printed:
    """One file of a task as it lies there now; `seconds` is None where it was kept as it was."""

    path: Path
    name: str
    pages: int
    notes: tuple[str, ...]
    sha256: str
    seconds: float | None


@dataclass(frozen=True)
class Unprinted:
    """A task of which no file could be made, or not all; after a `fatal` one no other can be."""

    problems: tuple[Problem, ...]
    fatal: bool


Result = Printed | Unprinted


class _Noted(BaseModel):
    """What an earlier run has noted of a file: `key` stands for all that it was made of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages: int
    notes: tuple[str, ...]
    sha256: str
    key: str


_NOTES = TypeAdapter(dict[str, _Noted])

_DIED = "a worker ended while it printed: there may be too little memory"


class Run:
    """One run into a folder; `pool` opens the workers, where there is enough for several."""

    def __init__(self, bench: Bench, library: Library, folder: Path) -> None:
        self._bench, self._library, self._folder = bench, library, folder
        self._noted = _read(folder / NAME)
        self._stamp = stamp(library)

    def prints(
        self, tasks: Sequence[Task], pool: Callable[[int], Executor], jobs: int
    ) -> Iterator[Result]:
        """The files of all tasks, each when it lies there; what is unchanged comes first."""
        waiting: list[Task] = []
        keys = {task.job.name: self._key(task) for task in tasks}
        for task in tasks:
            kept = self._kept(task, keys[task.job.name])
            yield from kept
            waiting += [] if kept else [task]
        # A worker takes about as long to be there as a print.
        for task, results in self._made(waiting, pool, min(jobs, len(waiting) // 2)):
            yield from results
            made = [one for one in results if isinstance(one, Printed)]
            if made and not task.job.patient:
                self._note(keys[task.job.name], made)

    def _made(
        self, tasks: Sequence[Task], pool: Callable[[int], Executor], jobs: int
    ) -> Iterator[tuple[Task, list[Result]]]:
        if jobs < 2:
            yield from ((task, self._here(task)) for task in tasks)
            return
        longest_first = sorted(tasks, key=lambda task: task.letters, reverse=True)
        executor = pool(jobs)
        try:
            running: dict[Future[list[Result]], Task] = {
                executor.submit(_print, self._bench, task, self._folder): task
                for task in longest_first
            }
            for future in as_completed(running):
                yield running[future], _outcome(future)
        finally:
            executor.shutdown(cancel_futures=True)

    @cached_property
    def _press(self) -> Press:
        """Opened where something is printed here."""
        return Press(self._library)

    def _here(self, task: Task) -> list[Result]:
        return list(_results(self._library, self._press, task, self._folder))

    def _key(self, task: Task) -> str:
        """What stands for all that goes into the files of a task."""
        job = task.job
        told = state(self._library, job)
        inputs = (self._stamp, job.name, job.title, job.about, repr(told), repr(task.finishes))
        return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()

    def _kept(self, task: Task, key: str) -> list[Printed]:
        """The files of the task, where all of them lie there as this run would make them."""
        kept: list[Printed] = []
        for name in (finish.name(task.job.name) for finish in task.finishes):
            noted, path = self._noted.get(name), self._folder / f"{name}.pdf"
            if task.job.patient or not noted or (noted.key, noted.sha256) != (key, sha256(path)):
                return []
            kept.append(Printed(path, name, noted.pages, noted.notes, noted.sha256, None))
        return kept

    def _note(self, key: str, made: Sequence[Printed]) -> None:
        for one in made:
            self._noted[one.name] = _Noted(
                pages=one.pages, notes=one.notes, sha256=one.sha256, key=key
            )
        with writing(self._folder):
            whole = _NOTES.dump_json(dict(sorted(self._noted.items())), indent=1)
            put(self._folder / NAME, whole, within=self._folder)


def _read(path: Path) -> dict[str, _Noted]:
    """What an earlier run noted; nothing where it cannot be read."""
    try:
        return _NOTES.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return {}


def _outcome(future: Future[list[Result]]) -> list[Result]:
    """What became of a task; a worker that dies takes with it what is not printed yet."""
    try:
        return future.result()
    except BrokenExecutor:
        died = Problem(None, _DIED, "print what is still missing with --jobs 1")
        return [Unprinted((died,), fatal=False)]


def _print(bench: Bench, task: Task, folder: Path) -> list[Result]:
    """What a worker makes of a task."""
    try:
        station = opened(bench)
    except ContentError as error:
        return [Unprinted(error.problems, fatal=True)]
    return list(_results(station.library, station.press, task, folder))


def _results(library: Library, press: Press, task: Task, folder: Path) -> Iterator[Result]:
    try:
        yield from _files(library, press, task, folder)
    except ContentError as error:
        yield Unprinted(error.problems, fatal=isinstance(error, Unwritable))


def _files(library: Library, press: Press, task: Task, folder: Path) -> Iterator[Printed]:
    job, start = task.job, time.perf_counter()
    document = press.print(job)
    faults = tuple(_faults(job, library, document))
    # A copy that bears a person's values never bears the name of a blank.
    mark = f"{job.patient.ref or secrets.token_hex(6)}-" if job.patient else ""
    home = folder / "personal" if job.patient else folder
    for finish in task.finishes:
        sheets = finished(document, finish)
        path = _written(sheets, home / f"{mark}{sheets.name}.pdf", folder)
        yield Printed(
            path=path,
            name=sheets.name,
            pages=sheets.pages,
            notes=(*sheets.warnings, *faults),
            sha256=hashlib.sha256(sheets.pdf).hexdigest(),
            seconds=time.perf_counter() - start,
        )
        start, faults = time.perf_counter(), ()


def _faults(job: Job, library: Library, document: Document) -> Iterator[str]:
    """What the checks of pages find in a blank; a person's copy has the same pages."""
    if job.patient or isinstance(job, DuplexTest):
        return
    for one in page_findings(Proof(library, job, document.pdf)):
        page = f"page {one.page}: " if one.page else ""
        yield f"{page}{one.message} ({one.hint})"


def _written(document: Document, path: Path, out: Path) -> Path:
    """The path, where the document now stands; a person's copy is for nobody else to read."""
    mode = 0o644 if path.parent == out else 0o600
    if path.parent != out and path.parent.is_symlink():
        message = "a person's copy is not written through a link"
        hint = "put a folder in its place"
        raise ContentError([Problem(Place(shown(path.parent)), message, hint)])
    with writing(out):
        try:
            return document.write(path, mode=mode)
        except IsADirectoryError:
            message = "cannot be written: a folder bears its name"
            raise ContentError([Problem(Place(shown(path)), message)]) from None
