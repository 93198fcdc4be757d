"""Every figure says in words what it shows.

A voice reads these words to who cannot see the figure.

Give a picture its `alt`; in a template of yours, give each img and svg its words.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Proof

RULE = "silent-figure"
STANDARD = "S38"


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each figure without words."""
    for leaf in proof.leaves:
        for figure in (one for one in leaf.tree.within() if one.kind == "Figure"):
            if not figure.alt.strip():
                message = "a figure says nothing to who cannot see it"
                yield proof.finding(RULE, "error", leaf, message, "give it words (`alt`)")
