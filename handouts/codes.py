"""The desk's list of codes: what opens the sheets of people who have no password of their own."""

import secrets
from pathlib import Path

from handouts.cells import as_meant, line
from handouts.machine import keep, writing
from handouts.problems import ContentError, Place, Problem, shown
from handouts.rows import Rows

_HEADS = ("ref", "code")
# Nothing that is taken for another letter when it is read out over the phone.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class Codes:
    """The codes of a list by the person's `ref`; a person keeps the one that they were given."""

    def __init__(self, path: Path) -> None:
        self._path, self._known = path, dict(_read(path)) if path.exists() else {}
        self._fresh = False

    def of(self, ref: str) -> str:
        """The person's code, made where there is none: of 31 letters 12, which nobody guesses."""
        key = ref.lower()
        if key not in self._known:
            self._known[key], self._fresh = (ref, code()), True
        return self._known[key][1]

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
    """A code such as k7mw-p3xd-9qra, by chance."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _read(path: Path) -> list[tuple[str, tuple[str, str]]]:
    """The pairs of a list, which a spreadsheet may have saved since."""
    rows = Rows(path, {}, _HEADS)
    if {*rows.columns} < {*_HEADS}:
        hint = "it is the list of codes: put the right one there, or take it away"
        raise ContentError([Problem(Place(shown(path)), "the columns are not ref and code", hint)])
    found = []
    for row in rows:
        ref, told = (as_meant(row.cells.get(head, "")) for head in _HEADS)
        if row.problems or not ref or not told:
            hint = "write a ref and a code, or take the row out"
            raise ContentError([Problem(rows.place(row.number), "a cell is missing here", hint)])
        found.append((ref.lower(), (ref, told)))
    return found
