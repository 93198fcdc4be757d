"""What the rows of a file ask for: a copy each for one person; every mistake by row and column."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from handouts.clinic import Patient
from handouts.library import Library
from handouts.model import Edition, called
from handouts.passwords import spelt
from handouts.patients import ABOUT_THE_COPY, is_ref, patient
from handouts.problems import ContentError, Place, Problem, near
from handouts.reading import Reading
from handouts.rows import Row, Rows

#: The columns of a file beside the fields.
COLUMNS = ("treatment", *ABOUT_THE_COPY)
#: What a row writes under `treatment` for the clinic's booklet.
BOOKLET = "booklet"

# What a spreadsheet makes of a long number, and of a day that it takes for one.
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}([.,]\d+)?")


@dataclass(frozen=True)
class Order:
    """One copy that a row asks for: which text, or the booklet, in which language, for whom."""

    row: int
    text: str
    language: str
    patient: Patient

    @property
    def edition(self) -> Edition:
        """The edition that is right for the person."""
        return self.patient.edition or "standard"

    @property
    def name(self) -> str:
        """The name of its file without ending: by the person's own mark, or else by the row."""
        whose = self.patient.ref or f"{self.row:04}"
        return called(whose, self.text, self.language, edition=self.edition)


#: What a row lacks for what is to be done with its copies: sentences, each with a hint.
Demand = Callable[[Patient], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Failure:
    """A row, or one of its copies, that could not be made; `ref` where one is known.

    What is wrong has a place only where it stands in another file.
    """

    row: int
    ref: str | None
    problems: tuple[Problem, ...]


class Orders:
    """The orders of a file, checked row by row; each iteration reads the file anew.

    `notes` is what the last iteration to its end found strange, and no mistake.
    """

    def __init__(
        self,
        rows: Rows,
        library: Library,
        language: str = "en",
        demands: Sequence[Demand] = (),
    ) -> None:
        self._rows, self._library, self._language = rows, library, language
        self._demands = demands
        self.notes: list[Problem] = []
        if "treatment" not in rows.columns:
            hint = "name the texts of each row, such as ivig or ivig+costs"
            raise ContentError([Problem(rows.place(1), "there is no column `treatment`", hint)])

    @property
    def resumes(self) -> bool:
        """Whether the file says who each person is, so that a batch can be gone on with."""
        return "ref" in self._rows.columns

    def __iter__(self) -> Iterator[list[Order] | Failure]:
        """The orders of each row, or what is wrong with it."""
        people: dict[str, tuple[int, int]] = {}
        asked: dict[object, int] = {}
        zeros = _Zeros(self._numbers())
        for row in self._rows:
            zeros.see(row)
            try:
                orders = self._of(row)
                self._told_apart(row, orders, people, asked)
            except ContentError as error:
                ref = row.cells.get("ref", "")
                problems = tuple(replace(one, place=None) for one in error.problems)
                yield Failure(row.number, ref if is_ref(ref) else None, problems)
            else:
                yield orders
        hint = "format the column as text, and export it again"
        self.notes = [Problem(self._rows.place(row), told, hint) for row, told in zeros.cut()]

    @property
    def heads(self) -> Place:
        """Where the heads of the columns stand."""
        return self._rows.place(1)

    def placed(self, failure: Failure) -> list[Problem]:
        """What is wrong with a row, at its place in the file."""
        place = self._rows.place(failure.row)
        return [replace(one, place=one.place or place) for one in failure.problems]

    def _numbers(self) -> Iterator[str]:
        """The columns that may hold numbers which begin with zeros."""
        for column in self._rows.columns:
            field = self._library.fields.get(column)
            if column == "ref" or (field and field.kind == "phone"):
                yield column

    def _of(self, row: Row) -> list[Order]:
        place = self._rows.place(row.number)
        if row.problems:
            raise ContentError(row.problems)
        problems = [Problem(place, *wrong) for wrong in self._eaten(row)]
        about = {key: cell for key, cell in row.cells.items() if key != "treatment"}
        try:
            person = patient(Reading(place.path, about, {(): row.number}), self._library.fields)
            lacking = (wrong for demand in self._demands for wrong in demand(person))
            problems += [Problem(place, *wrong) for wrong in lacking]
        except ContentError as error:
            # What a spreadsheet has changed is told as that alone.
            problems = problems or [*error.problems]
            person = Patient()
        language = person.language or self._language
        texts, wrong = self._texts(row, language)
        problems += [Problem(place, *one) for one in wrong]
        if self.resumes and not person.ref and not problems:
            problems.append(
                Problem(place, "`ref` is empty", "give each person a mark of their own")
            )
        if problems:
            raise ContentError(problems)
        return [Order(row.number, text, language, person) for text in texts]

    def _texts(self, row: Row, language: str) -> tuple[list[str], list[tuple[str, str]]]:
        """The ids that the row names, and what is wrong with them."""
        library = self._library
        if language not in library.clinic.languages:
            return [], [
                ("`language` is none that is printed here", near("", library.clinic.languages))
            ]
        names = [name.strip() for name in row.cells.get("treatment", "").split("+")]
        known = {text_id for text_id, spoken in library.texts if spoken == language}
        known |= {BOOKLET} if library.chapters(language) else set()
        if unknown := [name for name in names if name not in known]:
            hint = (
                near(unknown[0].lower(), known)
                if unknown[0]
                else "write such as ivig, or ivig+costs"
            )
            return [], [("`treatment` names a text that there is not", hint)]
        return list(dict.fromkeys(names)), []

    def _eaten(self, row: Row) -> Iterator[tuple[str, str]]:
        """What a spreadsheet has made of what somebody typed."""
        for key, cell in row.cells.items():
            field = self._library.fields.get(key)
            if _SCIENTIFIC.fullmatch(cell):
                hint = "format the column as text, and type it again"
                yield f"`{key}` was shortened by a spreadsheet, as 1.2E+09 is", hint
            elif field and "date" in field.kind and _SERIAL.fullmatch(cell):
                hint = "format the column as a date such as 2026-12-01"
                yield f"`{key}` is a day as a spreadsheet counts it", hint

    def _told_apart(
        self,
        row: Row,
        orders: Sequence[Order],
        people: dict[str, tuple[int, int]],
        asked: dict[object, int],
    ) -> None:
        """Two people never share a mark, and no file is asked for twice."""
        place = self._rows.place(row.number)
        person = orders[0].patient
        if person.ref:
            who = hash((person.values.get("name"), person.values.get("birth_date")))
            first, other = people.setdefault(person.ref.lower(), (row.number, who))
            if other != who:
                told = f"`ref` is that of row {first}, where another name or date of birth stands"
                hint = "give each person a mark of their own"
                raise ContentError([Problem(place, told, hint)])
        for order in orders:
            # The name of its file, and without a mark whose copy it is.
            asks = person.who or row.number, order.text, order.language, order.edition
            copies = [order.name.lower(), asks]
            if (first := min(asked.setdefault(one, row.number) for one in copies)) != row.number:
                message = f"the row asks for what row {first} asks for"
                raise ContentError([Problem(place, message, "take one of them out")])


def unlocked(person: Patient) -> Iterator[tuple[str, str]]:
    """What keeps the person's copies from being locked with the password of their row."""
    if not person.password:
        yield "`password` is empty", "give each person a password, or print without --protect"
        return
    try:
        spelt(person.password)
    except ValueError as error:
        yield "`password` is not one that a PDF can be locked with", str(error)


class _Zeros:
    """Watches for numbers whose zeros at the front a spreadsheet may have cut off."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._lengths: dict[str, Counter[int]] = {column: Counter() for column in columns}
        self._first: dict[tuple[str, int], int] = {}

    def see(self, row: Row) -> None:
        """Take a row into account."""
        for column in list(self._lengths):
            cell = row.cells.get(column, "")
            if cell.startswith("0"):
                del self._lengths[column]  # nobody has cut it off here
            elif cell.isdecimal():
                self._lengths[column][len(cell)] += 1
                self._first.setdefault((column, len(cell)), row.number)

    def cut(self) -> Iterator[tuple[int, str]]:
        """For each column where it may have happened, the first row and a sentence."""
        for column, lengths in self._lengths.items():
            (usual, often), *others = lengths.most_common() or [(0, 0)]
            short = [self._first[column, length] for length, _ in others if length < usual]
            # Numbers that somebody counts up are short, or differ by one digit at a border.
            if usual >= _LONG and short and often > lengths.total() / 2:
                yield (
                    min(short),
                    f"`{column}` is shorter than most: a spreadsheet may have cut its zeros",
                )


# The digits of a number that nobody counts up by hand.
_LONG = 5


def for_row(orders: Orders, number: int) -> list[Order]:
    """The orders of one row; ContentError tells its mistakes."""
    for found in orders:
        if isinstance(found, Failure):
            if found.row == number:
                raise ContentError(orders.placed(found))
        elif found[0].row == number:
            return found
    raise ContentError([Problem(None, f"there is no row {number} with anything in it")])
