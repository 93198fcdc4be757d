"""A CSV file of patients, as a spreadsheet or another program writes it, read row by row.

A mistake names the row and the column, and never what a cell holds. Rows are counted as a
spreadsheet counts them: the heads of the columns are row 1.
"""

import codecs
import csv
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.problems import ContentError, Place, Problem, near, refused, shown

#: How many letters a cell may hold: far more than any box.
MOST = 10_000

_DELIMITERS = (",", ";", "\t")
# As its first bytes say; what says nothing is UTF-8, or what Excel writes in the west.
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WEST = "cp1252"
_CHUNK = 1 << 20
# A quotation mark that is never closed takes the rest of the file for one cell.
_LONGEST = 1 << 24


@dataclass(frozen=True)
class Row:
    """One row: its number, its cells by column, and what keeps it from being read."""

    number: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


class Rows:
    """The rows of one file, read anew at each iteration and never held all at once."""

    def __init__(self, path: Path, columns: Mapping[str, str], known: Sequence[str]) -> None:
        """`columns` gives our name to a head of the clinic's own; `known` are all of our names."""
        self.path = path
        self._encoding = _encoding(path)
        heads, self._delimiter = self._heads(columns, known)
        self.columns = self._named(heads, columns, known)

    def __iter__(self) -> Iterator[Row]:
        for number, (cells, wrong) in enumerate(self._lines(self._delimiter), 1):
            if number > 1 and (wrong or any(cell.strip() for cell in cells)):
                yield self._row(number, cells, wrong)

    def place(self, number: int) -> Place:
        """Where a row stands."""
        return Place(shown(self.path), number)

    def _row(self, number: int, cells: Sequence[str], wrong: str) -> Row:
        place = self.place(number)
        if wrong:
            return Row(number, {}, (Problem(place, wrong, _QUOTES),))
        told = tuple(Problem(place, *one) for one in self._mistakes(cells))
        named = zip(self.columns, cells, strict=False)
        return Row(number, {name: cell.strip() for name, cell in named if name}, told)

    def _mistakes(self, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What is wrong with the shape of a row; what its cells say is told by who reads them."""
        wanted = len(self.columns)
        if len(cells) < wanted:
            yield f"the row has {len(cells)} cells, and there are {wanted} columns", _SEPARATORS
        names = [*self.columns, *[""] * max(len(cells) - wanted, 0)]
        for name, cell in zip(names, cells, strict=False):
            what = f"`{name}`" if name else "a cell"
            if not name and cell.strip():
                yield "a cell stands in a column without a head", _SEPARATORS
            elif "\0" in cell:
                yield f"{what} holds a character that cannot be printed", "type it again"
            elif len(cell) > MOST:
                yield f"{what} holds {len(cell)} letters", _QUOTES
            elif any(line.count(self._delimiter) >= wanted - 1 for line in _further(cell)):
                # The next people's rows would stand on this person's copy.
                yield f"{what} holds what looks like rows of its own", _QUOTES
            elif cell.lstrip().startswith("="):
                yield f"{what} holds a formula", "save the values, not the formulas"

    def _heads(self, columns: Mapping[str, str], known: Sequence[str]) -> tuple[Sequence[str], str]:
        """The heads of the columns, and what separates the cells: what gives most heads we know."""
        names = {*columns, *known}

        def fit(pair: tuple[Sequence[str], str]) -> tuple[int, int]:
            return sum(_flat(head) in map(_flat, names) for head in pair[0]), len(pair[0])

        first = (next(self._lines(mark), ([], "")) for mark in _DELIMITERS)
        return max(
            ((cells, mark) for (cells, _), mark in zip(first, _DELIMITERS, strict=True)), key=fit
        )

    def _named(
        self, heads: Sequence[str], columns: Mapping[str, str], known: Sequence[str]
    ) -> tuple[str, ...]:
        """Our name of each column, nothing for one without a head; ContentError for all others."""
        place = self.place(1)
        if not any(head.strip() for head in heads):
            raise ContentError([Problem(place, "there are no heads of columns", _HEADS)])
        ours = {_flat(head): name for head, name in columns.items()}
        ours |= {_flat(name): name for name in known}
        # A file without heads begins with a patient, who is not to be shown.
        if not any(_flat(head) in ours for head in heads):
            raise ContentError([Problem(place, "the first row names no column of ours", _HEADS)])
        names, problems = [], []
        for head in (head.strip() for head in heads):
            name = ours.get(_flat(head), "") if head else ""
            if head and not name:
                hint = near(_flat(head), [*columns, *known])
                problems.append(Problem(place, f"`{head[:40]}` is no column that we know", hint))
            elif name and name in names:
                problems.append(Problem(place, f"the column `{name}` stands twice", "take one out"))
            names.append(name)
        if problems:
            raise ContentError(problems)
        return tuple(names)

    def _lines(self, delimiter: str) -> Iterator[tuple[Sequence[str], str]]:
        """The cells of each row, or what keeps the rest of the file from being read."""
        csv.field_size_limit(_LONGEST)
        with self.path.open(encoding=self._encoding, newline="") as file:
            try:
                for cells in csv.reader(file, delimiter=delimiter, strict=True):
                    yield cells, ""
            except csv.Error:
                yield [], "the row cannot be read"


_QUOTES = "look for a quotation mark that is not closed"
_SEPARATORS = "look for a separator too few or too many"
_HEADS = "the first row names the columns, such as: ref,treatment,name"


def _further(cell: str) -> Sequence[str]:
    """The lines of a cell but the first."""
    return cell.splitlines()[1:]


def _flat(head: str) -> str:
    return " ".join(head.replace("_", " ").split()).casefold().replace(" ", "_")


def _encoding(path: Path) -> str:
    """How the file is written; ContentError where it is no file, or holds no text."""
    place = Place(shown(path))
    try:
        # A pipe can be read once, and we read twice.
        if not stat.S_ISREG(path.stat().st_mode):
            message = "this is a folder" if path.is_dir() else "this is no file on the disk"
            raise ContentError([Problem(place, message, "save the rows as a CSV file")])
        with path.open("rb") as file:
            first = file.read(4)
    except OSError as error:
        raise ContentError([Problem(place, *refused(error))]) from None
    if not first:
        raise ContentError([Problem(place, "the file is empty", _HEADS)])
    if first.startswith(b"PK"):
        message = "this is a workbook of Excel, not a CSV file"
        raise ContentError([Problem(place, message, "save it as CSV UTF-8")])
    marked = next((name for mark, name in _MARKS.items() if first.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", _WEST]:
        if _reads(path, encoding):
            return encoding
    raise ContentError([Problem(place, "this is no text", "save it as CSV UTF-8")])


def _reads(path: Path, encoding: str) -> bool:
    """Whether the whole file is text in that encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
