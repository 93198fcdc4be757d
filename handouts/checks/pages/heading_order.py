"""Headings go down one step at a time, from the title on.

A voice reads a list of headings as others look over a page; a step that is left out is a part that
seems to be missing.

In a template of yours, let h2 follow h1, and h3 follow h2.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import HEADING, Proof, quoted

RULE = "heading-order"
STANDARD = "S38"


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each heading that skips a step, and where the first is no title."""
    level = 0
    for leaf in proof.leaves:
        for element in leaf.tree.within():
            if HEADING.fullmatch(element.kind) and element.all_marks:
                now = int(element.kind[1])
                if now > level + 1:
                    message = f"{quoted(leaf.words_of(element))} is a heading of level {now} below "
                    message += f"one of level {level}" if level else "no title"
                    yield proof.finding(RULE, "error", leaf, message, f"make it h{level + 1}")
                level = now
