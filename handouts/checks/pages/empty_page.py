"""The last page is not nearly empty.

A page with a line or two costs a sheet of paper, and gets lost.

Shorten the text by some lines, or let a part of it start that page (`starts_page`).
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Proof
from handouts.handout import Handout

RULE = "empty-page"
STANDARD = "S98"

# Of the height of the sheet.
_LEAST = 0.1


def check(proof: Proof) -> Iterator[Finding]:
    """A finding where little stands on the last page of a sheet."""
    leaf = proof.leaves[-1]
    # Nobody shortens a list of sources for large print, whose pages are many.
    if proof.job.edition == "large-print" and leaf.number > proof.first_of_sources:
        return
    box = leaf.box_of(list(leaf.said))
    used = (box.top - box.bottom) / leaf.height if box else 0.0
    if isinstance(proof.job, Handout) and used < _LEAST:
        message = f"the last page is nearly empty: {100 * used:.0f} percent of it is used"
        yield proof.finding(RULE, "warning", leaf, message, "shorten the text by some lines")
