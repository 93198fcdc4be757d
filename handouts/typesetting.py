"""Words set in one style of a plate: the operators that a full print would draw them with.

WeasyPrint's own line breaking and drawing do it, so that kerning, ligatures and marks are the same
by construction. Leans on private parts of WeasyPrint 70, as `tagging.py` does.
"""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from math import inf
from types import SimpleNamespace
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont
from pydyf import _to_bytes
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from handouts.tagging import needs_spelling

# The letters that every plate holds, whoever it is for: those of the languages that are written
# in Latin (with Vietnamese), Greek and Cyrillic today, and the marks that stand on them.
_LETTERS = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F), (0x192, 0x192), (0x1A0, 0x1A1)),
    *((0x1AF, 0x1B0), (0x1CD, 0x1DC), (0x1E6, 0x1E7), (0x1EA, 0x1EB), (0x1F8, 0x21B)),
    *((0x226, 0x233), (0x259, 0x259), (0x2BB, 0x2BC), (0x2C6, 0x2C7), (0x2D8, 0x2DD)),
    *((0x300, 0x304), (0x306, 0x30C), (0x31B, 0x31B), (0x323, 0x328), (0x331, 0x331)),
    *((0x37E, 0x3CE), (0x400, 0x45F), (0x490, 0x4FF), (0x1E00, 0x1EF9)),
    *((0x2010, 0x2015), (0x2018, 0x201E), (0x2022, 0x2022), (0x2026, 0x2026)),
    *((0x2032, 0x2033), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122)),
)
# What letters become together, in the fonts that have it.
_JOINED = ("ff", "fi", "fl", "ffi", "ffl")

_HELD = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _LETTERS)}]*")

# Latin letters, whose words nothing joins across a blank; and the signs beside them.
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1ef9"
_SIGNS = r"0-9.,:;()'’/&+#–\-"
_LETTER = re.compile(f"[{_LATIN}]")
_NUMBER = re.compile(r"[0-9.,:;()/+#\-]+")
_PLAIN = re.compile(f"[{_LATIN}{_SIGNS} \u00a0]+")
# Of these, all that may be broken at blanks alone (Unicode Standard Annex 14).
_BROKEN_AT_BLANKS = re.compile(f"[{_LATIN}0-9.,:;()'\u2019 ]+")

_FONT = re.compile(rb"/(\S+) \S+ Tf")
_GLYPHS = re.compile(rb"<([0-9a-f]+)>")
# PangoGlyphInfo: the glyph, its width, how far it is moved, and a flag.
_GLYPH = struct.Struct("=Iiiii")
# How many words are kept: people's names, and what their notes have in common.
_WORDS = 20_000


def holds(text: str) -> bool:
    """Whether every plate holds the letters of the text."""
    return bool(_HELD.fullmatch(text))


class SetLine(NamedTuple):
    """One line of words, and the operators that draw it once a position is set: none, if empty.

    `spelt` says whether its letters have to be told beside its glyphs.
    """

    text: str
    operators: bytes
    spelt: bool


EMPTY = SetLine("", b"", spelt=False)


class _Word(NamedTuple):
    """A word, what draws it, and its width in Pango's units."""

    text: str
    steps: bytes
    width: int


_NOTHING = _Word("", b"", 0)


class Unfit(Exception):
    """Words that a plate cannot say: too long for their box, or with a letter it does not hold."""


class Setter:
    """Sets words in one style; `fonts` are those of the document, by WeasyPrint's own keys."""

    def __init__(self, style: Any, fonts: dict[Any, Any]) -> None:
        self._style, self._fonts = style, fonts
        self._breaks = style["white_space"] == "pre-wrap"
        self._layout, self._column = Layout(style), Layout(style)
        self._stream = Stream(fonts, None, {}, {}, None, {}, None)
        # Words that stay keep their font alive, so that nothing else takes its address.
        self._sample = Layout(style)
        self._sample.set_text("n ")
        self._font = self._sample.get_first_line()[0].runs[0].data.item.analysis.font
        self._word = lru_cache(_WORDS)(self._set_word)

    @property
    def font(self) -> str:
        """The name of its font in the document."""
        return str(self._stream.add_font(self._font)[0].hash)

    def draw(self, text: str, x: float, y: float) -> list[bytes]:
        """The operators of a line of text that begins at x and stands on y, in CSS pixels."""
        self._layout.set_text(text)
        self._stream.stream, self._stream._current_font = [], None
        box = SimpleNamespace(text=text, style=self._style, pango_layout=self._layout, baseline=0)
        draw_first_line(self._stream, box, "clip", "none", Matrix(d=-1, e=x, f=y))
        return list(map(_to_bytes, self._stream.stream))

    def hold_letters(self) -> None:
        """Take all letters of its font that every plate holds into the document."""
        font, _ = self._stream.add_font(self._font)
        known = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True).getBestCmap()
        texts = (text for text in (*_held(), *_JOINED) if known.keys() >= set(map(ord, text)))
        self.draw("|".join(texts), 0, 0)

    def close(self) -> None:
        """Know from now on which glyphs the document holds: no others can be set."""
        font, size = self._stream.add_font(self._font)
        name = font.hash.encode()
        self._glyphs_of = {
            one.hash.encode(): frozenset(one.to_unicode) for one in self._fonts.values()
        }
        self._steps = _Steps(font.widths, size, self._glyphs_of[name])
        self._begin = b"/%s %s Tf\n[<" % (name, _to_bytes(size))
        _, blank = self._glyphs(self._sample.get_first_line()[0])
        self._blank = _Word(" ", self._steps[blank], blank[1])
        self._by_word = self._sets_by_word()

    def set(self, text: str, width: float) -> tuple[SetLine, ...]:
        """The text, line by line, in a box of that width (CSS pixels); Unfit where it cannot be."""
        if not text.strip():
            return (EMPTY,)
        room = inf if self._style["white_space"] == "nowrap" else width
        return (self._by_word and self._quickly(text, room)) or self._slowly(text, room)

    def _slowly(self, text: str, width: float) -> tuple[SetLine, ...]:
        """The text as Pango breaks and sets it."""
        lines: list[SetLine] = []
        rest, room = text.encode(), -1 if width == inf else int(width * TO_UNITS)
        pango.pango_layout_set_width(self._column.layout, room)
        while True:
            self._column.set_text(rest.decode())
            line, broken = self._column.get_first_line()
            if line_size(line, self._style)[0] > width or (broken and not self._breaks):
                raise Unfit
            if not broken:
                return *lines, self._line(rest.decode(), line)
            # A line that was broken is set by itself, with the blank at its end.
            alone = rest[: line.length].decode()
            self._layout.set_text(alone)
            lines.append(self._line(alone, self._layout.get_first_line()[0]))
            rest = rest[line.length :]

    def _line(self, text: str, line: Any) -> SetLine:
        """The text, which is laid out as this line, with what draws it."""
        try:
            operators = self._whole([self._steps[glyph] for glyph in self._glyphs(line)])
        except Unfit:
            operators = self._anyhow(text)
        return SetLine(text, operators, needs_spelling(text))

    def _glyphs(self, line: Any) -> list[tuple[int, ...]]:
        """The glyphs of a line that is one run of its own font; Unfit of any other."""
        run = line.runs[0]
        if run.next != ffi.NULL or run.data.item.analysis.font != self._font:
            raise Unfit
        string = run.data.glyphs
        return list(_GLYPH.iter_unpack(ffi.buffer(string.glyphs, _GLYPH.size * string.num_glyphs)))

    def _whole(self, parts: Iterable[bytes], between: bytes = b"") -> bytes:
        """The operators of a line of these steps."""
        steps = between.join(parts)
        return self._begin + (steps[:-1] if steps.endswith(b"<") else steps + b">") + b"] TJ"

    def _anyhow(self, text: str) -> bytes:
        """What draws a line, however it is set, in the glyphs that the plate holds."""
        operators = self.draw(text, 0, 0)[1:]
        held: frozenset[int] = frozenset()
        for operator in operators:
            if font := _FONT.match(operator):
                held = self._glyphs_of.get(font[1], frozenset())
            for run in _GLYPHS.findall(operator):
                if not held.issuperset(int(run[at : at + 4], 16) for at in range(0, len(run), 4)):
                    raise Unfit
        return b"\n".join(operators)

    def _quickly(self, text: str, width: float) -> tuple[SetLine, ...]:
        """The text put together of words that were set before; nothing where that might differ."""
        if not _PLAIN.fullmatch(text):
            return ()
        beside = "n" if _LETTER.search(text) else "0"
        try:
            words = [self._one(beside, word) for word in text.split(" ")]
        except Unfit:
            return ()
        room, blank = width * TO_UNITS, self._blank.width
        if sum([word.width for word in words]) + blank * (len(words) - 1) <= room:
            return (self._row(text, words),)
        if not (self._breaks and _BROKEN_AT_BLANKS.fullmatch(text)):
            return ()
        if any(word.width > room for word in words):
            return ()
        rows = _filled(words, blank, room)
        return tuple(self._row(" ".join([one.text for one in row]), row) for row in rows)

    def _row(self, text: str, words: Sequence[_Word]) -> SetLine:
        operators = self._whole([word.steps for word in words], self._blank.steps)
        return SetLine(text, operators, needs_spelling(text))

    def _one(self, beside: str, text: str) -> _Word:
        """A word that was set before; a number, whose digits and signs were."""
        if not _NUMBER.fullmatch(text):
            return self._word(beside, text)
        signs = [self._word(beside, sign) for sign in text]
        return _Word(text, b"".join([sign.steps for sign in signs]), sum(s.width for s in signs))

    def _set_word(self, beside: str, text: str) -> _Word:
        """The word, as it is set beside a letter of its script, or beside a digit."""
        self._layout.set_text(f"{beside} {text}")
        glyphs = self._glyphs(self._layout.get_first_line()[0])[2:]
        steps = b"".join([self._steps[glyph] for glyph in glyphs])
        return _Word(text, steps, sum(glyph[1] for glyph in glyphs))

    def _sets_by_word(self) -> bool:
        """Whether this font sets letters beside a blank as alone, and signs beside each other."""
        plain = list(filter(_PLAIN.fullmatch, _held()))
        letters = " ".join(one for one in plain if self._is_word("n", one))
        signs = [one for one in plain if _NUMBER.match(one) and self._is_word("0", one)]
        number = "".join(one + other for one in signs for other in signs)
        texts = letters, " ".join(signs), number, f"n {number}"
        return all(self._quickly(text, inf) == self._slowly(text, inf) for text in texts)

    def _is_word(self, beside: str, text: str) -> bool:
        try:
            return bool(self._word(beside, text))
        except Unfit:
            return False


def _held() -> Iterator[str]:
    """The letters of every plate."""
    return (chr(at) for first, last in _LETTERS for at in range(first, last + 1))


def _filled(words: Sequence[_Word], blank: int, width: float) -> list[list[_Word]]:
    """The words in lines of that width; a line that goes on ends with a blank and nothing."""
    rows: list[list[_Word]] = [[]]
    room = width
    for word in words:
        if rows[-1] and blank + word.width > room:
            rows[-1].append(_NOTHING)
            rows.append([])
            room = width
        room -= word.width + (blank if rows[-1] else 0)
        rows[-1].append(word)
    return rows


class _Steps(dict[tuple[int, ...], bytes]):
    """What draws a glyph and leads to the next, as WeasyPrint writes it; Unfit for any other."""

    def __init__(self, widths: Mapping[int, int], size: float, held: frozenset[int]) -> None:
        self._widths, self._size, self._held = widths, size, held

    def __missing__(self, at: tuple[int, ...]) -> bytes:
        glyph, width, right, up, _ = at
        if right or up or glyph not in self._held:
            raise Unfit
        kerning = self._widths[glyph] - width * 1000 * FROM_UNITS / self._size
        self[at] = b"%04x>%d<" % (glyph, int(kerning)) if kerning else b"%04x" % glyph
        return self[at]
