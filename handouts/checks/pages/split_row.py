"""No row of a table is torn over two pages.

Whoever reads the second page does not see what the row is about.

Shorten its cells, or let the section start a page (`starts_page`).
"""

from collections.abc import Iterator
from itertools import pairwise

from handouts.checks.finding import Finding
from handouts.checks.proof import Element, Proof, quoted

RULE = "split-row"
STANDARD = "S26"


def check(proof: Proof) -> Iterator[Finding]:
    """A finding for each row whose first cell is on the page before."""
    for before, leaf in pairwise(proof.leaves):
        row = next(_rows(leaf.tree), None)
        # A first cell may be empty, too: then no table ends the page before.
        if row and row.begun and _ends_in_table(before.tree):
            message = f"a row goes on at the head of the page: {quoted(leaf.words_of(row))}"
            yield proof.finding(RULE, "error", leaf, message, "shorten its cells")


def _ends_in_table(element: Element) -> bool:
    held = [child for child in element.children if child.all_marks]
    return element.kind == "TR" or bool(held and _ends_in_table(held[-1]))


def _rows(element: Element) -> Iterator[Element]:
    """The rows that hold something, those of repeated heads left out."""
    if element.kind == "TR" and element.all_marks:
        yield element
    for child in element.children:
        if child.kind != "THead":
            yield from _rows(child)
