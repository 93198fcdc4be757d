"""The review packet: a plain value that says which texts to print for whoever signs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from handouts.clinic import Clinic
from handouts.model import Edition, Layout, Text, joined


@dataclass(frozen=True)
class Remark:
    """What the checks found: how bad it is, where, what, and what would mend it."""

    severity: str
    where: str
    message: str
    hint: str


@dataclass(frozen=True)
class Seen:
    """One item of a score sheet: its code, what it asks, if it is met, and what was seen.

    It is neither met nor not where the text has no such thing.
    """

    code: str
    asks: str
    met: bool | None
    seen: str


@dataclass(frozen=True)
class Review:
    """Texts of one language, each statement beside its sources, for the people who sign them.

    By the id of a text: `remarks`, what the checks found, and `seen`, the pre-check of two score
    sheets. Its own words are in the language of the program's messages.
    """

    texts: tuple[Text, ...]
    clinic: Clinic
    day: date
    remarks: Mapping[str, Sequence[Remark]]
    seen: Mapping[str, Sequence[Seen]]

    # What every job has.
    title: ClassVar[str] = "Review packet"
    language: ClassVar[str] = "en"
    edition: ClassVar[Edition] = "standard"
    patient: ClassVar[None] = None
    layout: ClassVar[Layout] = "review"

    @property
    def name(self) -> str:
        """The name of its file."""
        ids = joined([text.id for text in self.texts], "texts")
        return f"review-{ids}-{self.texts[0].language}"

    @property
    def about(self) -> str:
        """Which texts it holds."""
        return ", ".join(text.title for text in self.texts)

    @property
    def updated(self) -> date:
        """The day of the packet."""
        return self.day
