"""Every table has heads that a voice reads with its cells.

In a template of yours, write the first row and the first cell of each row as th.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import Proof, quoted

RULE = "headless-table"
STANDARD = "S38"


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each table without a head."""
    for leaf in proof.leaves:
        for table in (one for one in leaf.tree.within() if one.kind == "Table"):
            if not any(one.kind == "TH" for one in table.within()):
                message = f"a table has no heads: {quoted(leaf.words_of(table))}"
                yield proof.finding(RULE, "error", leaf, message, "write its heads as th")
