"""Letters are large enough to read.

On a sheet no letter is below 9.5 points, in a booklet none below 11, and in large print none below
18; furniture, tables and captions count too. Most letters of a page that is not a list of sources
are of 12 points or more on a sheet, and of 11 in a booklet.

Take the size out of your style sheet, or shorten what had to become small.
"""

from collections import Counter
from collections.abc import Iterator

from handouts.booklet import Booklet
from handouts.checks.finding import Finding
from handouts.checks.proof import Leaf, Proof, quoted
from handouts.views import Job

RULE = "small-type"
STANDARD = "S21, S23"

# What a PDF rounds away, and the letters of a page that is no running text.
_LOST = 0.05
_FEW = 800


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each size on a page that is too small, and for pages of small print."""
    least, usual = _sizes(proof.job)
    for leaf in proof.leaves:
        small = {run.size: run for run in leaf.runs if run.size < least - _LOST}
        for size, run in small.items():
            message = f"{quoted(run.words)} is set in {size:g} points"
            yield proof.finding(RULE, "error", leaf, message, f"at least {least:g} points")
        common = _common(leaf) if leaf.number < proof.first_of_sources else None
        if common and common < usual - _LOST:
            message = f"most letters of the page are of {common:g} points"
            yield proof.finding(RULE, "error", leaf, message, f"at least {usual:g} points")


def _sizes(job: Job) -> tuple[float, float]:
    """The least size of any letter of such a job, and of most letters of a page."""
    if job.edition == "large-print":
        return 18.0, 18.0
    return (11.0, 11.0) if isinstance(job, Booklet) else (9.5, 12.0)


def _common(leaf: Leaf) -> float | None:
    """The size of most letters on the page; None where there are few, such as those of labels."""
    counts: Counter[float] = Counter()
    for run in leaf.runs:
        if run.mark is not None:
            counts[run.size] += len(run.words)
    return max(counts, key=lambda size: counts[size]) if counts.total() > _FEW else None
