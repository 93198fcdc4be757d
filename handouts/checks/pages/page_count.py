"""A sheet has five pages at most, a translation six, and then its sources.

Nobody reads a long sheet. The pages of sources do not count; a booklet is for looking things up,
and large print takes as many pages as it needs.

Leave out what a person does not need for this visit, or make two sheets.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Proof
from handouts.handout import Handout
from handouts.translation import original

RULE = "page-count"
STANDARD = "S98"

# The words of a translation take up a fifth more room.
_MOST, _TRANSLATED = 5, 6


def check(proof: Proof) -> Iterator[Finding]:
    """A finding where there are more pages."""
    pages = min(proof.first_of_sources - 1, len(proof.leaves))
    most = _TRANSLATED if original(proof.library, proof.text) else _MOST
    if isinstance(proof.job, Handout) and proof.job.edition == "standard" and pages > most:
        message = f"{pages} pages before the sources"
        yield proof.finding(RULE, "warning", None, message, f"at most {most}")
