"""What became of a batch: a plain value to print for the front desk, in which nobody is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from handouts.clinic import Clinic
from handouts.model import Edition, Layout, Text
from handouts.orders import Failure


@dataclass(frozen=True)
class BatchReport:
    """How many copies of which text there are, what could not be made, and what to look at.

    `counts` tells for each text and language, or the booklet, how many copies were `made`, `kept`
    and `failed`, and their `pages` and `sheets` of paper; `aside` are the names of the files that
    were set aside.
    It is for staff, and in the language of the program's own messages.
    """

    clinic: Clinic
    day: date
    counts: Mapping[tuple[str, str], Mapping[str, int]]
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    # Whether the same command goes on with it, how many rows could not be read at all, and which
    # texts of `counts` are not signed.
    resumes: bool = True
    unread: int = 0
    drafts: frozenset[tuple[str, str]] = frozenset()

    # What every job has.
    name: ClassVar[str] = "report"
    title: ClassVar[str] = "Batch report"
    about: ClassVar[str] = "Copies for patients"
    language: ClassVar[str] = "en"
    edition: ClassVar[Edition] = "standard"
    texts: ClassVar[tuple[Text, ...]] = ()
    patient: ClassVar[None] = None
    layout: ClassVar[Layout] = "report"

    @property
    def updated(self) -> date:
        """The day of the batch."""
        return self.day
