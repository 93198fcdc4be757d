"""The sheet that every way prints: our `ivig` in English, and what stands on it for a person."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from html import escape
from types import TracebackType
from typing import Self

from handouts import SHIPPED, styles
from handouts.handout import Handout
from handouts.language import Language, isolated
from handouts.library import open_library
from handouts.pages import Pages
from handouts.patients import from_settings

#: Values that stand nowhere else on the sheet, so that their places on it are found.
_PROBE = {
    "name": "Anna Probe",
    "birth_date": "1901-02-03",
    "appointment": "2090-04-05T10:11",
    "phone": "555 9998",
    "location": "Room of the probe",
    "clinician": "Dr. Probe",
    "notes": "A note of the probe.",
    "visits": "2091-01-01, 2092-02-02, 2093-03-03",
}


class Sheet:
    """Our handout, opened once: its HTML, its style sheets, and how the values are told on it."""

    def __init__(self) -> None:
        self.library = open_library()
        text = self.library.text("ivig", "en")
        person = from_settings(_PROBE, self.library.fields)
        self.handout = Handout(text, self.library.clinic, text.updated, person)
        self.language = Language("en", self.library.labels["en"])
        self.base = (SHIPPED / "templates").as_uri() + "/"
        self.styles = list(styles.paths(self.library.folders, self.handout.layout))
        self._pieces = self._split(Pages(self.library).html(self.handout).html)

    def handout_of(self, values: Mapping[str, str]) -> Handout:
        """What our own press prints for these values."""
        person = from_settings(values, self.library.fields)
        return Handout(self.handout.text, self.library.clinic, self.handout.day, person)

    def shown(self, values: Mapping[str, str]) -> dict[str, str]:
        """What the sheet says for these values (all fields, three visits), by slot."""
        typed = dict(from_settings(values, self.library.fields).values)
        days = [self.language.weekday(day) for day in typed.pop("visits")]
        told = {name: isolated(self.language.value(value)) for name, value in typed.items()}
        return told | {f"visits-{n}": day for n, day in enumerate(days)}

    def html(self, values: Mapping[str, str]) -> str:
        """Our own page, filled in with these values."""
        return self._filled({slot: escape(told) for slot, told in self.shown(values).items()})

    def slotted(self) -> str:
        """Our own page, with an empty and named element in each place of a value."""
        slots = self.shown(_PROBE)
        return self._filled({slot: f'<span data-slot="{slot}"></span>' for slot in slots})

    def _filled(self, told: Mapping[str, str]) -> str:
        return "".join(told[piece] if n % 2 else piece for n, piece in enumerate(self._pieces))

    def _split(self, html: str) -> list[str]:
        """The page in pieces: words of ours and names of slots, in turn."""
        slots = {escape(told): slot for slot, told in self.shown(_PROBE).items()}
        pieces = re.split("|".join(f"({re.escape(told)})" for told in slots), html)
        found = [slots.get(piece, piece) for piece in pieces if piece is not None]
        if sorted(found[1::2]) != sorted(slots.values()):
            raise LookupError("A value stands on the sheet not just once.")
        return found


def person(n: int) -> dict[str, str]:
    """The values of an invented person, as a row of a file gives them; no two are the same."""
    first = date(2026, 12, 1) + timedelta(n % 300)
    visits = ", ".join(str(first + timedelta(28 * turn)) for turn in range(3))
    return {
        "name": f"Anna Example {n}",
        "birth_date": str(date(1940, 3, 5) + timedelta(37 * n % 20000)),
        "appointment": f"{first}T{8 + n % 9:02}:{n * 5 % 60:02}",
        "phone": f"555 {n % 10000:04}",
        "location": f"Infusion room {n % 40 + 1}, floor {n % 5 + 1}",
        "clinician": f"Dr. Example {n % 90}",
        "notes": f"Bring your list of medicines and the card number {n}.",
        "visits": visits,
    }


def people(count: int) -> Iterator[dict[str, str]]:
    """So many invented people."""
    return map(person, range(1, count + 1))


class Way:
    """A way to print personal copies of the sheet, with what it can do once done in `start`."""

    name = ""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def start(self) -> None:
        """Get ready; nothing of it counts."""

    def copy(self, values: Mapping[str, str]) -> bytes:
        """The finished PDF of one person."""
        raise NotImplementedError

    def stop(self) -> None:
        """End what was started."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
