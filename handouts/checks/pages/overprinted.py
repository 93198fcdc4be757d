"""No words stand on other words.

Where a word is too long for its column, it runs into the next one.

Give the column more room, or shorten the word.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Box, Proof, Run, quoted

RULE = "overprinted"
STANDARD = "S30"

# How far letters may lean into their neighbours, in points.
_LEAN = 2.5


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each pair of words that cover each other."""
    for leaf in proof.leaves:
        runs = sorted(leaf.runs, key=lambda run: run.box.left)
        for i, run in enumerate(runs):
            for other in _beside(run, runs[i + 1 :]):
                if _covers(run.box, other.box):
                    message = f"{quoted(run.words)} and {quoted(other.words)} cover each other"
                    yield proof.finding(RULE, "error", leaf, message, "give them more room")


def _beside(run: Run, later: list[Run]) -> Iterator[Run]:
    """The runs that begin before this one ends."""
    for other in later:
        if other.box.left > run.box.right - _LEAN:
            return
        yield other


def _covers(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    along = min(one.top, other.top) - max(one.bottom, other.bottom)
    least = min(one.top - one.bottom, other.top - other.bottom)
    return across > _LEAN and along > 0.4 * least
