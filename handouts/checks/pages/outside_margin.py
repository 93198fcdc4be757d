"""All words lie where a printer prints.

A printer leaves up to a fifth of an inch at each edge of the sheet white, and cuts off what stands
there.

Give the column less width, or break the long word.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Leaf, Proof, Run, quoted

RULE = "outside-margin"
STANDARD = "S93"

# A fifth of an inch, in points.
_EDGE = 14.4


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for the words of each page that a printer would cut."""
    for leaf in proof.leaves:
        for run in leaf.runs:
            if _is_cut(run, leaf):
                message = f"{quoted(run.words)} stands too near the edge of the sheet"
                yield proof.finding(RULE, "error", leaf, message, "leave a fifth of an inch white")


def _is_cut(run: Run, leaf: Leaf) -> bool:
    box = run.box
    return (
        min(box.left, box.bottom) < _EDGE
        or box.right > leaf.width - _EDGE
        or box.top > leaf.height - _EDGE
    )
