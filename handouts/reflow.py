"""A text set in one column, as a booklet and large print have it, and boxes that are as wide."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from handouts.model import Edition, Text
from handouts.sections import AnySection, Plain, Section
from handouts.views import Box, letters

#: The width in points of the one column of large print, by paper: the sheet less an inch at each
#: side (standard S27); and the size of all its small print (S23).
LARGE_COLUMN = {"Letter": 468.0, "A4": 451.0}
LARGE_SMALL = 18.0

# The letters of a section that is kept whole: some lines.
_SHORT, _SHORT_IN_LARGE = 300, 150
# How many letters a line at the foot of a page in large print holds, and how many beside the number
# of the page; the height of such a line in points, and of what stands above and below them.
_FOOT_LINE = 54
_BESIDE_NUMBER, _BROKEN = 34, 20
_LINE = 24
_AROUND = 45


def in_one_column(text: Text) -> Text:
    """The text with every section as wide as the page; none starts a page of its own."""
    return text.model_copy(update={"sections": tuple(map(_in_flow, text.sections))})


def _in_flow(section: AnySection) -> AnySection:
    plain: dict[str, Any] = {"setting": "full", "starts_page": False}
    return section.model_copy(update=plain)


def is_short(section: Section, edition: Edition) -> bool:
    """Whether a section stays on one page though there are no columns to put it into."""
    most = _SHORT if edition == "standard" else _SHORT_IN_LARGE
    return isinstance(section, Plain) and letters(section) <= most


def widened(boxes: Iterable[Box], edition: Edition) -> tuple[Box, ...]:
    """The boxes with as much room as on a sheet; narrow ones stand together, two by two."""
    fitted = _on_more_lines if edition == "standard" else _in_large_print
    return tuple(map(fitted, sorted(boxes, key=_in_turn)))


def _in_turn(box: Box) -> int:
    return ("wide", "half", "narrow", "full").index(box.width)


def _on_more_lines(box: Box) -> Box:
    """For a page that is half as wide."""
    return replace(box, lines=2 * box.lines) if box.width == "full" else box


def _in_large_print(box: Box) -> Box:
    """For letters that are half as large again."""
    match box.width:
        case "full" | "wide":
            return replace(box, width="full", lines=2 * box.lines)
        case "half":
            return replace(box, width="full")
        case _:
            return replace(box, width="half")


def deep_foot(identity: str, imprint: str, signed: str) -> str:
    """The lower margin of a page in large print, with room for all that its foot says."""
    # A long id is broken at its hyphens.
    lines = 1 if len(identity) <= _BESIDE_NUMBER else _lines(identity, _BROKEN)
    lines += _lines(imprint, _FOOT_LINE)
    # A draft has its band where others say who has signed.
    lines += _lines(signed, _FOOT_LINE) if signed else 1
    return f"{_AROUND + _LINE * lines}pt"


def _lines(words: str, most: int) -> int:
    return -(-len(words) // most)
