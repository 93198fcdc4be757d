"""What a batch has made: a line for each copy, by which it is gone on with after whatever happened.

A line is added before its file takes its name, so that no file is whole without a line.
"""

import csv
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from handouts.cells import as_meant, line
from handouts.machine import keyed, put, secret, sha256
from handouts.problems import Place, Problem, shown

NAME = "manifest.csv"
_KEY = ".key"
#: What tells of the batch, and is nobody's copy.
REPORT = "report.pdf"


@dataclass(frozen=True)
class Entry:
    """One copy, or what kept it from being made: `state` is `made`, `kept` or `failed`.

    `key` stands for all that went into it; it is of no use to whoever does not have the secret.
    """

    row: int
    ref: str
    file: str
    pages: int
    bytes: int
    sha256: str
    key: str
    route: str
    state: str
    problem: str = ""


_HEADS = tuple(field.name for field in fields(Entry))


class Manifest:
    """The manifest of a folder: what an earlier batch left, and what this one adds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.before: Mapping[str, Entry] = {one.file: one for one in _read(folder / NAME)}
        self._made: dict[tuple[int, str], Entry] = {}
        self._secret = secret(folder / _KEY)
        _mend(folder / NAME)

    def key(self, *inputs: str) -> str:
        """What stands for these inputs, and can be made of them only with the folder's secret."""
        return keyed(self._secret, *inputs)

    def add(self, *entries: Entry) -> None:
        """Add lines, which are written when this returns."""
        self._made |= {(entry.row, entry.file): entry for entry in entries}
        path = self._folder / NAME
        fresh = not path.exists()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            file.write(line(_HEADS) * fresh + b"".join(line(astuple(one)) for one in entries))

    def finish(self) -> None:
        """Write this batch's lines alone, in the order of its rows."""
        whole = b"".join(
            [line(_HEADS), *(line(astuple(self._made[row])) for row in sorted(self._made))]
        )
        path = put(self._folder / NAME, whole, within=self._folder)
        path.chmod(0o600)

    def left_over(self) -> Iterator[Entry]:
        """The copies of an earlier batch that this one has not asked for."""
        asked = {entry.file for entry in self._made.values() if entry.state != "failed"}
        yield from (one for one in self.before.values() if one.file and one.file not in asked)


def verified(folder: Path) -> tuple[int, list[Problem]]:
    """How many copies the folder has by its manifest, and what is not as that says."""
    if not (folder / NAME).is_file():
        hint = "name the folder that copies were printed into"
        return 0, [Problem(Place(shown(folder)), f"there is no {NAME} here", hint)]
    entries = {one.file: one for one in _read(folder / NAME) if one.file and one.state != "failed"}
    wrong = [*_changed(folder, entries), *_strange(folder, entries)]
    return len(entries), wrong


def _changed(folder: Path, entries: Mapping[str, Entry]) -> Iterator[Problem]:
    for name, entry in entries.items():
        if (found := sha256(folder / name)) != entry.sha256:
            told = "this is not as it was printed" if found else "this copy is not there"
            yield Problem(Place(shown(folder / name)), told, "print it again")


def _strange(folder: Path, entries: Mapping[str, Entry]) -> Iterator[Problem]:
    for path in sorted(folder.glob("*.pdf")):
        if path.name not in entries and path.name != REPORT:
            hint = "print the list again, which puts it aside"
            yield Problem(Place(shown(path)), "the manifest knows nothing of this file", hint)


def _mend(path: Path) -> None:
    """End the half line that a full disk may have left, so that the next one stands by itself."""
    if path.is_file() and not path.read_bytes().endswith(b"\n"):
        with path.open("ab") as file:
            file.write(b"\n")


def _read(path: Path) -> Iterator[Entry]:
    """The lines that are whole; a batch that was killed may have left half of one."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace", newline="") as file, suppress(csv.Error):
        for cells in csv.reader(file):
            # A line that somebody has spoiled tells of no copy.
            with suppress(ValueError):
                row, ref, name, pages, size, *rest = map(as_meant, cells)
                if _NAME.fullmatch(name):
                    yield Entry(int(row), ref, name, int(pages), int(size), *_five(rest))


# What a file of a copy may be called, and what a line has where none was made.
_NAME = re.compile(r"([A-Za-z0-9.-]{1,200}\.pdf)?")


def _five(rest: Sequence[str]) -> tuple[str, str, str, str, str]:
    """The last five cells of a line; ValueError where there are more or fewer."""
    sha256, key, route, state, problem = rest
    return sha256, key, route, state, problem
