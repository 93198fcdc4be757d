"""A job printed with blanks, and its places cut out of the PDF: where a plate comes from.

This room leans on private parts of WeasyPrint 70 and pydyf, as `tagging.py` does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint
from pydyf import _to_bytes
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import _font_style_cache_key

from handouts.press import Watch
from handouts.slots import BEGIN, MARK, Slot, found
from handouts.tagging import elements, object_of
from handouts.typesetting import Setter


class Refused(Exception):
    """A plate of this job would not be right for everybody."""


@dataclass(frozen=True)
class Line:
    """One line of a place: the number of the object that draws it, and how it begins to.

    `element` is the number of the element that tags it, and `tag` all of that but its end.
    """

    number: int
    head: bytes
    element: int
    tag: bytes


@dataclass(frozen=True)
class Place:
    """Where a value stands: its lines, how wide they are in CSS pixels, and who sets them."""

    slot: Slot
    lines: tuple[Line, ...]
    width: float
    setter: Setter


@dataclass
class _Marked:
    """A place as it was found: its page, the block around it and the text boxes of its lines."""

    page: int
    slot: Slot
    block: Any
    setter: Setter
    texts: list[Any] = field(default_factory=list)


# How a line begins where its box does, and says what it is given.
_PLAIN = (
    ("direction", ("ltr",)),
    ("text_align_all", ("start", "left")),
    ("text_align_last", ("auto", "start", "left")),
    ("text_transform", ("none",)),
)


class Mould(Watch):
    """Watches a job with these slots being printed; when that is done, `places` says where."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.places: list[Place] = []
        self.pdf: Any = None
        self._slots = slots
        self._marked: list[_Marked] = []
        self._setters: dict[object, Setter] = {}

    def laid(self, document: weasyprint.Document) -> None:
        """Find the places among the boxes, and let the document hold all letters of their fonts."""
        for number, page in enumerate(document.pages):
            for block, text in _texts(page._page_box, page._page_box):
                if MARK.search(text.text):
                    self._mark(number, block, text, document.fonts)
        for setter in {setter.font: setter for setter in self._setters.values()}.values():
            setter.hold_letters()

    def _mark(self, page: int, block: Any, text: Any, fonts: dict[Any, Any]) -> None:
        number, line = found(text.text) or (0, -1)
        begins = text.position_x == block.content_box_x()
        if line == 0 and begins and all(block.style[key] in plain for key, plain in _PLAIN):
            setter = self._setters.setdefault(_look(text.style), Setter(text.style, fonts))
            self._marked.append(_Marked(page, self._slots[number], block, setter))
        last = self._marked[-1] if self._marked else None
        if last is None or last.block is not block or len(last.texts) != line:
            raise Refused
        last.texts.append(text)

    def drawn(self, pdf: Any) -> None:
        """Cut each page where a place is: what is drawn there becomes an object of its own."""
        self.pdf = pdf
        for page in sorted({marked.page for marked in self._marked}):
            cut = _Cut(pdf, page)
            self.places += [cut.place(marked) for marked in self._marked if marked.page == page]
            cut.finish()
        if any(mark in said for said in _said(pdf) for mark in _MARKS):
            raise Refused

    def close(self) -> None:
        """Know from now on, when the PDF is written, which letters it holds."""
        for setter in self._setters.values():
            setter.close()


class _Cut:
    """One page of a PDF, cut into pieces: each place's lines, and all that is between."""

    def __init__(self, pdf: Any, page: int) -> None:
        self._pdf = pdf
        self._page = object_of(pdf, pdf.page_references[page])
        self._elements = elements(pdf, page)
        self._stream = object_of(pdf, self._page["Contents"])
        self._drawn = [_to_bytes(token) for token in self._stream.stream]
        # Where each piece that is cut out begins and ends, and which object it becomes.
        self._pieces: list[tuple[int, int, Any]] = []

    def place(self, marked: _Marked) -> Place:
        """The place, whose lines are cut out."""
        lines = tuple(self._line(marked.setter, text) for text in marked.texts)
        return Place(marked.slot, lines, float(marked.block.width), marked.setter)

    def _line(self, setter: Setter, text: Any) -> Line:
        drawn = setter.draw(text.text, text.position_x, text.position_y + text.baseline)
        begin, end = self._around([b"BT", *drawn, b"ET"])
        element = self._element(begin)
        piece = pydyf.Stream()
        self._pdf.add_object(piece)
        self._pieces.append((begin, end, piece))
        return Line(piece.number, drawn[0] + b"\n", element.number, element.data[:-2])

    def _around(self, drawn: list[bytes]) -> tuple[int, int]:
        """Where these operators stand: once, or else nobody knows which are meant."""
        length = len(drawn)
        starts = (at for at, token in enumerate(self._drawn) if token == drawn[1])
        found = [at - 1 for at in starts if self._drawn[at - 1 : at - 1 + length] == drawn]
        if len(found) != 1:
            raise Refused
        return found[0], found[0] + length

    def _element(self, begin: int) -> Any:
        """The element to which the marked content belongs in which the operators stand."""
        opened = max(at for at in range(begin) if self._drawn[at] in (b"BDC", b"BMC"))
        if self._drawn[opened] == b"BMC" or "MCID" not in self._stream.stream[opened - 1]:
            raise Refused
        mcid = self._stream.stream[opened - 1]["MCID"]
        return object_of(self._pdf, self._elements[mcid])

    def finish(self) -> None:
        """Let the page draw all its pieces, one after the other."""
        tokens, contents, last = self._stream.stream, [self._stream.reference], 0
        self._pieces.sort(key=lambda piece: piece[0])
        for number, (begin, end, piece) in enumerate(self._pieces):
            if number:
                between = pydyf.Stream(tokens[last:begin], compress=True)
                self._pdf.add_object(between)
                contents.append(between.reference)
            else:
                self._stream.stream = tokens[:begin]
            contents.append(piece.reference)
            last = end
        rest = pydyf.Stream(tokens[last:], compress=True)
        self._pdf.add_object(rest)
        self._page["Contents"] = pydyf.Array([*contents, rest.reference])


# As a string of a PDF says it, in both ways.
_MARKS = (BEGIN.encode(), BEGIN.encode("utf-16-be").hex().encode())


def _said(pdf: Any) -> Iterator[bytes]:
    """What all objects say, but for letters that are drawn: those are glyphs."""
    for one in pdf.objects[1:]:
        if isinstance(one, pydyf.Stream):
            yield from map(_to_bytes, one.stream)
        yield pydyf.Dictionary(one.extra).data if isinstance(one, pydyf.Stream) else one.data


def _look(style: Any) -> tuple[object, ...]:
    """What two styles have in common that set words alike."""
    set_by = ("white_space", "direction", "letter_spacing", "word_spacing", "text_decoration_line")
    return _font_style_cache_key(style, include_size=True), *(str(style[one]) for one in set_by)


def _texts(box: Any, block: Any) -> Iterator[tuple[Any, Any]]:
    """The text boxes within a box, each with the block around it."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.TextBox):
        yield block, box
    inner = box if isinstance(box, boxes.BlockContainerBox) else block
    for child in getattr(box, "children", ()):
        yield from _texts(child, inner)
