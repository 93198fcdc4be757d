"""The desk's list of codes: what opens the sheets of people who have no password of their own."""

import secrets
from collections.abc import Collection
from pathlib import Path

from handouts.cells import as_meant, line
from handouts.machine import keep, writing
from handouts.passwords import spelt
from handouts.problems import ContentError, Place, Problem, shown
from handouts.rows import Row, Rows

_HEADS = ("ref", "code")
# Nothing that is taken for another letter when it is read out over the phone.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class Codes:
    """The codes of a list by the person's `ref`; a person keeps the one that they were given."""

    def __init__(self, path: Path) -> None:
        with writing(path):
            self._known = _read(path) if path.exists() else {}
        self._path, self._fresh = path, False

    def of(self, ref: str) -> str:
        """The person's code, made where there is none: of 31 letters 12, which nobody guesses."""
        if ref not in self:
            self._known[ref.lower()], self._fresh = (ref, code()), True
        return self._known[ref.lower()][1]

    def __contains__(self, ref: str) -> bool:
        """Whether the person of that mark has a code."""
        return ref.lower() in self._known

    def save(self) -> bool:
        """Whether the list had to be written anew: it lies on the disk when this returns."""
        if not self._fresh:
            return False
        lines = [line(_HEADS), *(line(pair) for pair in self._known.values())]
        with writing(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            keep(self._path, b"".join(lines), within=self._path.parent)
        self._fresh = False
        return True


def code() -> str:
    """A code such as k7mwp3xd9qra, by chance."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


def _read(path: Path) -> dict[str, tuple[str, str]]:
    """The pairs of a list, which a spreadsheet may have saved since, by ref in small letters."""
    rows = Rows(path, {}, _HEADS)
    if {*rows.columns} < {*_HEADS}:
        hint = "it is the list of codes: put the right one there, or take it away"
        raise ContentError([Problem(Place(shown(path)), "the columns are not ref and code", hint)])
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        ref, told = (as_meant(row.cells.get(head, "")) for head in _HEADS)
        if wrong := _wrong(row, ref, told, found):
            raise ContentError([Problem(rows.place(row.number), *wrong)])
        found[ref.lower()] = ref, told
    return found


def _wrong(row: Row, ref: str, told: str, found: Collection[str]) -> tuple[str, str] | None:
    """What is wrong with a row of the list, and what mends it."""
    if row.problems or not ref or not told:
        return "a cell is missing here", "write a ref and a code, or take the row out"
    if ref.lower() in found:
        return "this ref has two codes", "take out the one that opens nothing"
    try:
        spelt(told)
    except ValueError as error:
        return "this is no code that a PDF can be locked with", str(error)
    return None
