"""What the rows of a file ask for: a copy each for one person; every mistake by row and column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handouts.clinic import Patient
from handouts.library import Library
from handouts.patients import ABOUT_THE_COPY, patient
from handouts.problems import ContentError, Problem, near
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
    def name(self) -> str:
        """The name of its file without ending: by the person's own mark, or else by the row."""
        return f"{self.patient.ref or f'{self.row:04}'}-{self.text}-{self.language}"


class Orders:
    """The orders of a file, checked row by row; each iteration reads the file anew."""

    def __init__(self, rows: Rows, library: Library, language: str = "en") -> None:
        self._rows, self._library, self._language = rows, library, language
        if "treatment" not in rows.columns:
            hint = "name the texts of each row, such as ivig or ivig+costs"
            raise ContentError([Problem(rows.place(1), "there is no column `treatment`", hint)])

    @property
    def resumes(self) -> bool:
        """Whether the file says who each person is, so that a batch can be gone on with."""
        return "ref" in self._rows.columns

    def __iter__(self) -> Iterator[tuple[Row, list[Order] | list[Problem]]]:
        """Each row, with its orders or else with its mistakes."""
        people: dict[str, tuple[int, int]] = {}
        names: dict[str, int] = {}
        for row in self._rows:
            try:
                orders = self._of(row)
                self._told_apart(row, orders, people, names)
            except ContentError as error:
                yield row, list(error.problems)
            else:
                yield row, orders

    def _of(self, row: Row) -> list[Order]:
        place = self._rows.place(row.number)
        if row.problems:
            raise ContentError(row.problems)
        problems = [Problem(place, *wrong) for wrong in self._eaten(row)]
        about = {key: cell for key, cell in row.cells.items() if key != "treatment"}
        try:
            person = patient(Reading(place.path, about, {(): row.number}), self._library.fields)
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
        known = {BOOKLET, *(text_id for text_id, spoken in library.texts if spoken == language)}
        if unknown := [name for name in names if name not in known]:
            hint = near(unknown[0], known) if unknown[0] else "write such as ivig, or ivig+costs"
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
        names: dict[str, int],
    ) -> None:
        """Two people never share a mark, and no file is asked for twice."""
        place = self._rows.place(row.number)
        person = orders[0].patient
        if person.ref:
            who = hash((person.values.get("name"), person.values.get("birth_date")))
            first, other = people.setdefault(person.ref.lower(), (row.number, who))
            if other != who:
                message = (
                    f"`ref` is that of row {first}, where another name or date of birth stands"
                )
                raise ContentError(
                    [Problem(place, message, "give each person a mark of their own")]
                )
        for order in orders:
            if (first := names.setdefault(order.name.lower(), row.number)) != row.number:
                message = f"the row asks for what row {first} asks for"
                raise ContentError([Problem(place, message, "take one of them out")])


def for_row(orders: Orders, number: int) -> list[Order]:
    """The orders of one row; ContentError tells its mistakes."""
    for row, found in orders:
        if row.number == number:
            if wrong := [one for one in found if isinstance(one, Problem)]:
                raise ContentError(wrong)
            return [one for one in found if isinstance(one, Order)]
    raise ContentError([Problem(None, f"there is no row {number} with anything in it")])
