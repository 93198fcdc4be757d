"""A heading stands above what it heads.

At the foot of a page or a column it heads nothing, and what follows seems to have no heading.

Shorten what stands before it, or let its section start a page (`starts_page`).
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.proof import HEADING, Box, Element, Leaf, Proof, quoted

RULE = "stranded-heading"
STANDARD = "S30"

# How far the draft's band reaches above its words, in points.
_BAND = 8.0


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each heading whose text does not follow it on the page."""
    for leaf in proof.leaves:
        parts = [part for part in _parts(leaf.tree) if leaf.box_of(part.all_marks)]
        for part, after in zip(parts, [*parts[1:], None], strict=True):
            if HEADING.fullmatch(part.kind) and _is_stranded(leaf, part, after):
                message = f"the heading {quoted(leaf.words_of(part))} has nothing below it"
                yield proof.finding(RULE, "error", leaf, message, "let its section start a page")


def _parts(element: Element) -> Iterator[Element]:
    """Headings, and whatever else holds letters of its own, in reading order."""
    if HEADING.fullmatch(element.kind) or element.marks:
        yield element
        return
    for child in element.children:
        yield from _parts(child)


def _is_stranded(leaf: Leaf, heading: Element, after: Element | None) -> bool:
    box = leaf.box_of(heading.all_marks)
    below = leaf.box_of(after.all_marks) if after else None
    if box and below:
        # What stands above it is at the head of the next column.
        return below.bottom > box.top
    return box is not None and not _has_lines_below(leaf, box)


def _has_lines_below(leaf: Leaf, box: Box) -> bool:
    """Whether there are lines to write on, or a picture, between that and the foot of the page."""
    foot = max((run.box.top for run in leaf.foot), default=0.0) + _BAND
    return any(foot < one.bottom and one.top < box.bottom for one in leaf.drawings)
