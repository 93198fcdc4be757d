"""What a check finds."""

from dataclasses import dataclass
from typing import Literal

from handouts.problems import Place

# An error must be mended, a warning should be, a note is only told.
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as the rules want it: where, what, and what would mend it.

    `statement` is the id of the statement (or the term of the glossary) that it is about; `page`
    the page of a printed file, counted from 1.
    """

    rule: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""
    statement: str | None = None
    page: int | None = None

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        page = f"page {self.page}: " if self.page else ""
        return f"{self.place}: {page}{self.severity}: {self.message}{hint} [{self.rule}]"
