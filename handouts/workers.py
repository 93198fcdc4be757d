"""Workers that print side by side, and what stands for all that goes into a print."""

import contextlib
import hashlib
import os
import signal
import threading
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib.metadata import distributions
from multiprocessing import get_context, parent_process
from pathlib import Path

from weasyprint.text.ffi import pango

from handouts.folders import PARTS
from handouts.library import Library, open_library
from handouts.plates import Plates
from handouts.press import Press
from handouts.signoff import Signoff, signoff
from handouts.views import Job, expired

#: How many prints a worker does before a fresh one takes its place.
PRINTS = 300


@dataclass(frozen=True)
class Bench:
    """What a worker needs to open its library and its press."""

    clinic: Path | None
    day: date
    paper: str | None = None

    def library(self) -> Library:
        """The clinic's library, on the paper that was asked for."""
        return open_library(self.clinic).on_paper(self.paper)


@dataclass(frozen=True)
class Station:
    """Where a worker prints: its library, its press and the plates that it has made."""

    library: Library
    press: Press
    plates: Plates


# A worker, be it a thread or a process, opens its library and press once.
_warm = threading.local()


def opened(bench: Bench) -> Station:
    """The station of the worker that asks."""
    if getattr(_warm, "bench", None) != bench:
        library = bench.library()
        press = Press(library)
        _warm.bench = bench
        _warm.station = Station(library, press, Plates(press, library.fields))
    warm: Station = _warm.station
    return warm


def pool(jobs: int) -> ProcessPoolExecutor:
    """So many workers, each a process of its own."""
    return ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=_serve,
        max_tasks_per_child=PRINTS,
    )


def _serve() -> None:
    """Be a worker of the command, and no longer than it, whatever ends it."""
    # Whoever types Ctrl-C means the command, which ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    """End when the command has ended: one that was killed can tell nobody."""
    if command := parent_process():
        command.join()
        os._exit(1)


@dataclass(frozen=True)
class State:
    """What the texts of a job say of themselves on its day: what has expired, who has signed."""

    expired: tuple[str, ...]
    signoffs: tuple[Signoff, ...]

    @property
    def is_draft(self) -> bool:
        """Whether one of them is a draft."""
        return any(signoff.is_draft for signoff in self.signoffs)


def state(library: Library, job: Job) -> State:
    """The state of the job's texts, which all its prints of that day have in common."""
    signoffs = (signoff(library, text, job.day) for text in job.texts)
    return State(tuple(expired(job)), tuple(signoffs))


def stamp(library: Library) -> str:
    """What stands for all files that a print is made of, and for the programs that make it."""
    told = hashlib.sha256()
    installed = {f"{one.metadata['Name']} {one.version}\n" for one in distributions()}
    told.update("".join(sorted(installed)).encode())
    told.update(f"{pango.pango_version()} {library.clinic!r}\n".encode())
    for folder in library.folders:
        _tell(told, folder, (path for part in PARTS for path in sorted((folder / part).rglob("*"))))
    here = Path(__file__).parent
    _tell(told, here, sorted(here.rglob("*.py")))
    if library.logo:
        told.update(library.logo.read_bytes())
    return told.hexdigest()


def _tell(told: "hashlib._Hash", folder: Path, files: Iterable[Path]) -> None:
    for path in files:
        name = path.relative_to(folder)
        # What an editor leaves beside a file, and what nobody may read, is not printed from.
        if not any(part.startswith(".") for part in name.parts):
            with contextlib.suppress(OSError):
                told.update(f"{name}\n".encode() + path.read_bytes() if path.is_file() else b"")
