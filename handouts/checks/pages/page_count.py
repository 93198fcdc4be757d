"""A sheet has five pages at most, and then its sources.

Nobody reads a long sheet. The pages of sources do not count, and a booklet is for looking things
up.

Leave out what a person does not need for this visit, or make two sheets.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Proof
from handouts.handout import Handout

RULE = "page-count"
STANDARD = "S98"

_MOST = 5


def check(proof: Proof) -> Iterator[Finding]:
    """A finding where there are more pages."""
    pages = min(proof.first_of_sources - 1, len(proof.leaves))
    if isinstance(proof.job, Handout) and pages > _MOST:
        message = f"{pages} pages before the sources"
        yield proof.finding(RULE, "warning", None, message, f"at most {_MOST}")
