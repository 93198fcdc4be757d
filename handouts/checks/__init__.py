"""The checks of a text: what a program can see before a person signs.

Each module holds one check: its RULE, the STANDARD it comes from (a rule of patient print), the
manual as its docstring, and `check(sheet)`, which yields what it finds.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from handouts.checks import trailing_zero
from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.library import Library
from handouts.model import Text


class Check(Protocol):
    """A module that holds one check."""

    RULE: str
    STANDARD: str
    __doc__: str | None

    def check(self, sheet: Sheet) -> Iterator[Finding]:
        """What is wrong with that sheet."""
        ...


#: In the order of the standards they come from.
CHECKS: tuple[Check, ...] = (trailing_zero,)


def findings(library: Library, texts: Sequence[Text], day: date) -> list[Finding]:
    """All that the checks find in these texts on that day, each once, by file and line."""
    sheets = [Sheet(library, text, day) for text in texts]
    found = (finding for sheet in sheets for check in CHECKS for finding in check.check(sheet))
    return sorted(set(found), key=lambda finding: (finding.place.path, finding.place.line or 0))
