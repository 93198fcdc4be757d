"""The checks of printed pages: what a program can see of a sheet that lies before it.

Each module holds one: its RULE, the STANDARD, the manual as its docstring, and `check(proof)`.
"""

from collections.abc import Iterator
from typing import Protocol

from handouts.checks.finding import Finding
from handouts.checks.pages import (
    empty_page,
    heading_order,
    headless_table,
    missing_foot,
    outside_margin,
    overprinted,
    page_count,
    pale_type,
    silent_figure,
    small_type,
    split_row,
    stranded_heading,
    strange_link,
    unknown_letter,
    unread_code,
)
from handouts.checks.proof import Proof


class PageCheck(Protocol):
    """A module that holds one check of pages."""

    RULE: str
    STANDARD: str
    __doc__: str | None

    def check(self, proof: Proof) -> Iterator[Finding]:
        """What is wrong with these pages."""
        ...


#: In the order of the standards they come from.
PAGE_CHECKS: tuple[PageCheck, ...] = (
    small_type,  # S21
    unknown_letter,  # S22
    stranded_heading,  # S26
    split_row,  # S26
    overprinted,  # S30
    pale_type,  # S34, S37
    heading_order,  # S38
    headless_table,  # S38
    silent_figure,  # S38
    strange_link,  # S86
    unread_code,  # S91
    outside_margin,  # S93
    missing_foot,  # S95
    page_count,  # S98
    empty_page,  # S98
)


def page_findings(proof: Proof) -> list[Finding]:
    """All that the checks of pages find in one print, page by page."""
    found = [finding for check in PAGE_CHECKS for finding in check.check(proof)]
    return sorted(dict.fromkeys(found), key=lambda one: (one.page or 0, one.rule, one.message))
