"""Each shipped font draws each of its letters right: the printed letter beside another renderer's.

WeasyPrint prints a grid with one letter in each cell, pdfium draws it, and every cell is compared
with the same letter shaped by HarfBuzz and drawn by FreeType straight from the font file.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from io import BytesIO
from pathlib import Path

import freetype
import numpy as np
import numpy.typing as npt
import pypdf
import pypdfium2
import pytest
import uharfbuzz
from weasyprint import HTML

from handouts import tagging

FONTS = Path(__file__).parent.parent / "styles" / "fonts"

Ink = npt.NDArray[np.float32]

# The file, and the family and weight by which CSS asks for it.
SHIPPED = (
    ("AtkinsonHyperlegibleNext-Regular.ttf", "Atkinson Hyperlegible Next", 400),
    ("AtkinsonHyperlegibleNext-SemiBold.ttf", "Atkinson Hyperlegible Next", 600),
    ("AtkinsonHyperlegibleNext-Bold.ttf", "Atkinson Hyperlegible Next", 700),
    ("AtkinsonHyperlegibleNext-ExtraBold.ttf", "Atkinson Hyperlegible Next", 800),
    ("NotoSans-Regular.ttf", "Noto Sans", 400),
    ("NotoSans-SemiBold.ttf", "Noto Sans", 600),
    ("NotoSansArabic-Regular.ttf", "Noto Sans Arabic", 400),
    ("NotoSansArabic-SemiBold.ttf", "Noto Sans Arabic", 600),
    ("NotoSansHebrew-Regular.ttf", "Noto Sans Hebrew", 400),
    ("NotoSansHebrew-SemiBold.ttf", "Noto Sans Hebrew", 600),
)

# Both are U with hamza above, which Unicode tells us to write as two letters. HarfBuzz 6, which
# Pango uses on Debian 12, sets their damma on the hamza; later ones set it on the waw.
MISPLACED_BY_OLD_HARFBUZZ = {"\u0677", "\ufbdd"}

SIZE = 52  # pixels of an em: from 50 on pdfium draws outlines where they are, not on whole pixels
EDGE = 20  # pixels round a letter, for ink that leaves its advance width
COLUMNS = 20
CELLS = 200  # on a sheet

# The most ink by which two drawings of one letter differ anywhere: 0.3 but for Arabic marks, which
# WeasyPrint 70 lifts 2.4 % too far (it takes Pango's 1024th for a 1000th): half a pixel here.
SAME = 0.7

GRID = """<html lang="en"><style>
@page {{ size: {page_width}px {page_height}px; margin: 0 }}
body {{ margin: 0; font: {weight} {size}px/{height}px "{family}" }}
i {{ position: absolute; font-style: normal; unicode-bidi: isolate; white-space: pre }}
</style>{cells}</html>"""

# The space keeps Pango from taking a hyphenation point for a hyphen at the end of a line.
CELL = '<i style="left: {left}px; top: {top}px">{letter}&nbsp;</i>'


@dataclass(frozen=True)
class Font:
    """A font file, read by HarfBuzz and by FreeType."""

    file: Path
    family: str
    weight: int

    @cached_property
    def shaper(self) -> uharfbuzz.Font:
        return uharfbuzz.Font(uharfbuzz.Face(self.file.read_bytes()))

    @cached_property
    def pen(self) -> freetype.Face:
        pen = freetype.Face(str(self.file))
        pen.set_char_size(SIZE * 64)
        return pen

    @cached_property
    def pixels(self) -> float:
        """Pixels of one font unit."""
        return SIZE / float(self.shaper.face.upem)

    @cached_property
    def letters(self) -> list[str]:
        """Every letter, number, sign and symbol; no marks, spaces or controls."""
        characters = map(chr, self.shaper.face.unicodes)
        drawn = [one for one in characters if unicodedata.category(one)[0] in "LNPS"]
        return sorted(drawn, key=self.place)

    def place(self, letter: str) -> tuple[int, float, str]:
        """Wide letters share sheets, and letters of one glyph come before those built of parts."""
        return len(self.glyphs(letter)), self.advance(letter), letter

    def shaped(self, text: str) -> uharfbuzz.Buffer:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = "en"
        uharfbuzz.shape(self.shaper, buffer)
        return buffer

    def glyphs(self, text: str) -> list[int]:
        return [info.codepoint for info in self.shaped(text).glyph_infos]

    def advance(self, letter: str) -> float:
        positions = self.shaped(letter).glyph_positions
        return self.pixels * float(sum(position.x_advance for position in positions))


@dataclass(frozen=True)
class Sheet:
    """Letters of one font in a grid of equal cells."""

    font: Font
    letters: list[str]

    @cached_property
    def width(self) -> int:
        return int(max(map(self.font.advance, self.letters))) + 2 * EDGE

    @cached_property
    def height(self) -> int:
        return int(self.ascent - self.descent) + EDGE

    @property
    def rows(self) -> int:
        return -(-len(self.letters) // COLUMNS)

    @property
    def ascent(self) -> float:
        return self.font.pixels * float(self.font.shaper.get_font_extents("ltr").ascender)

    @property
    def descent(self) -> float:
        return self.font.pixels * float(self.font.shaper.get_font_extents("ltr").descender)

    @property
    def baseline(self) -> float:
        """Pixels from the top of a cell: CSS halves the leading above and below the letters."""
        return (self.height + self.ascent + self.descent) / 2

    def corner(self, index: int) -> tuple[int, int]:
        return index % COLUMNS * self.width, index // COLUMNS * self.height


def sheets(font: Font) -> Iterator[Sheet]:
    for start in range(0, len(font.letters), CELLS):
        yield Sheet(font, font.letters[start : start + CELLS])


def page(sheet: Sheet) -> pypdfium2.PdfPage:
    """The sheet as WeasyPrint prints it, opened by pdfium."""
    markup = GRID.format(
        page_width=COLUMNS * sheet.width,
        page_height=sheet.rows * sheet.height,
        weight=sheet.font.weight,
        size=SIZE,
        height=sheet.height,
        family=sheet.font.family,
        cells="".join(cell(sheet, index) for index in range(len(sheet.letters))),
    )
    return pypdfium2.PdfDocument(HTML(string=markup).write_pdf())[0]


def cell(sheet: Sheet, index: int) -> str:
    left, top = sheet.corner(index)
    return CELL.format(left=left + EDGE, top=top, letter=escape(sheet.letters[index]))


def printed(sheet: Sheet, page: pypdfium2.PdfPage) -> Ink:
    """The ink of each cell, drawn by pdfium at one pixel for each CSS pixel."""
    # Drawn at twice the size and halved, since pdfium fits upright bars to whole pixels.
    grey = page.render(scale=2 * 96 / 72, grayscale=True).to_numpy()
    fine = grey.reshape(sheet.rows, sheet.height, 2, COLUMNS, sheet.width, 2)
    ink: Ink = 1 - fine.mean((2, 5), np.float32).swapaxes(1, 2) / 255
    return ink.reshape(-1, sheet.height, sheet.width)[: len(sheet.letters)]


def expected(sheet: Sheet) -> Ink:
    """The ink of each cell, drawn by FreeType from the font file."""
    return np.stack([drawn(sheet, letter) for letter in sheet.letters])


def drawn(sheet: Sheet, letter: str) -> Ink:
    ink = np.zeros((sheet.height, sheet.width), np.float32)
    buffer, x = sheet.font.shaped(letter), float(EDGE)
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        right = x + position.x_offset * sheet.font.pixels
        down = sheet.baseline - position.y_offset * sheet.font.pixels
        stamp(ink, sheet.font.pen, info.codepoint, right, down)
        x += position.x_advance * sheet.font.pixels
    return ink


def stamp(ink: Ink, pen: freetype.Face, glyph: int, right: float, down: float) -> None:
    """Draw one glyph into the cell, to a 64th of a pixel."""
    pen.set_transform(
        freetype.Matrix(0x10000, 0, 0, 0x10000),
        freetype.Vector(round(right % 1 * 64), -round(down % 1 * 64)),
    )
    pen.load_glyph(glyph, freetype.FT_LOAD_RENDER | freetype.FT_LOAD_NO_HINTING)
    bitmap = pen.glyph.bitmap
    if not bitmap.rows:
        return
    left, top = int(right) + pen.glyph.bitmap_left, int(down) - pen.glyph.bitmap_top
    box = ink[top : top + bitmap.rows, left : left + bitmap.width]
    pixels = np.array(bitmap.buffer, np.float32).reshape(bitmap.rows, bitmap.pitch) / 255
    np.maximum(box, pixels[:, : bitmap.width], out=box)


def difference(one: Ink, other: Ink) -> Ink:
    """For each cell the greatest difference of ink anywhere, from 0 to 1."""
    apart: Ink = np.abs(blurred(one) - blurred(other)).max((1, 2))
    return apart


def blurred(ink: Ink) -> Ink:
    """A little softer, so that two ways to smooth an edge count as one."""
    for axis in (1, 2):
        ink = np.float32(0.25) * (np.roll(ink, 1, axis) + 2 * ink + np.roll(ink, -1, axis))
    return ink


def text(page: pypdfium2.PdfPage) -> set[str]:
    """The letters that a reader of the PDF's text meets."""
    file = BytesIO()
    page.pdf.save(file)
    return set(pypdf.PdfReader(file).pages[0].extract_text())


@dataclass(frozen=True)
class Print:
    """One font, printed: each letter with its distance from itself and from its neighbour."""

    font: Font
    itself: dict[str, float]
    neighbour: dict[str, float]
    unread: list[str]


def print_all(font: Font) -> Print:
    result = Print(font, {}, {}, [])
    for sheet in sheets(font):
        paper = page(sheet)
        ours, theirs = printed(sheet, paper), expected(sheet)
        result.itself.update(zip(sheet.letters, difference(ours, theirs), strict=True))
        shuffled = difference(ours, np.roll(theirs, -1, axis=0))
        result.neighbour.update(zip(sheet.letters, shuffled, strict=True))
        result.unread.extend(unread(sheet, text(paper)))
    return result


def unread(sheet: Sheet, found: set[str]) -> list[str]:
    """Letters that the text lacks; another letter of the very same shape may stand for one."""
    shapes = [sheet.font.glyphs(letter) for letter in found]
    return [letter for letter in sheet.letters if sheet.font.glyphs(letter) not in shapes]


@pytest.fixture(scope="module", params=SHIPPED, ids=lambda shipped: shipped[0])
def font_print(request: pytest.FixtureRequest) -> Print:
    file, family, weight = request.param
    return print_all(Font(FONTS / file, family, weight))


def test_each_letter_is_drawn_right(font_print: Print) -> None:
    wrong = {letter for letter, apart in font_print.itself.items() if apart > SAME}
    assert wrong <= MISPLACED_BY_OLD_HARFBUZZ


def test_another_letter_would_be_noticed(font_print: Print) -> None:
    noticed = [letter for letter, apart in font_print.neighbour.items() if apart > SAME]
    assert len(noticed) > 0.95 * len(font_print.neighbour)


def test_each_letter_of_one_glyph_can_be_read_back(font_print: Print) -> None:
    assert [one for one in font_print.unread if len(font_print.font.glyphs(one)) == 1] == []


def test_a_letter_that_glyphs_alone_tell_wrong_is_spelt_out_in_its_tag(font_print: Print) -> None:
    assert [letter for letter in font_print.unread if not tagging.needs_spelling(letter)] == []


def test_every_font_file_is_tested() -> None:
    assert sorted(file.name for file in FONTS.glob("*.ttf")) == sorted(row[0] for row in SHIPPED)
