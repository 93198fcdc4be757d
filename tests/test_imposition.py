"""Pages on printed sheets: folded as a booklet, or two on a side; drawn and looked at."""

import subprocess
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import product
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pypdf
import pypdfium2
import pytest
from conftest import written
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
)

from handouts.press import Document
from handouts.sheets import Side, folded, paired, saddle, two_up

HALF_LETTER = (396, 612)
LETTER = (612, 792)

# A colour for every letter, red, green and blue in halves; white is a dot.
COLOURS = dict(zip(ascii_uppercase + ".", product(range(3), repeat=3), strict=True))
LETTERS = {colour: letter for letter, colour in COLOURS.items()}


def painted(
    letters: str,
    size: tuple[float, float] = HALF_LETTER,
    *,
    pieces: bool = False,
    corner: tuple[float, float] = (0, 0),
) -> Document:
    """A page of one colour for every letter, its operators in one stream or in pieces."""
    writer = pypdf.PdfWriter()
    (x, y), (width, height) = corner, size
    for letter in letters:
        page = writer.add_blank_page(width, height)
        page.mediabox = RectangleObject((x, y, x + width, y + height))
        ink = [" ".join(str(part / 2) for part in COLOURS[letter]) + " rg"]
        ink += [f"{x} {y} {width} {height} re", "f"]
        parts = ink if pieces else [" ".join(ink)]
        streams = ArrayObject(writer._add_object(stream(part)) for part in parts)
        page[NameObject("/Contents")] = streams if pieces else streams[0]
    file = BytesIO()
    writer.write(file)
    return Document("painted", file.getvalue(), len(letters), ("a warning",))


def stream(ink: str) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(ink.encode())
    return made


def words(sides: Iterable[Side]) -> str:
    """The sides as letters, a dot for a white half: `DA BC`."""
    signs = ascii_uppercase + "."
    return " ".join("".join(signs[-1 if page is None else page] for page in side) for side in sides)


def pdfium(document: Document, _folder: Path, dpi: int = 72) -> list[Image.Image]:
    pages = pypdfium2.PdfDocument(document.pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pages]


def poppler(document: Document, folder: Path, dpi: int = 72) -> list[Image.Image]:
    path = written(document, folder, f"{document.name}.pdf")
    run = ["pdftoppm", "-r", str(dpi), str(path), str(folder / f"{document.name}-poppler")]
    return pictures(run, folder, f"{document.name}-poppler*.ppm")


def mupdf(document: Document, folder: Path, dpi: int = 72) -> list[Image.Image]:
    path = written(document, folder, f"{document.name}.pdf")
    out = str(folder / f"{document.name}-mupdf-%03d.ppm")
    run = ["mutool", "draw", "-q", "-r", str(dpi), "-c", "rgb", "-F", "ppm", "-o", out, str(path)]
    return pictures(run, folder, f"{document.name}-mupdf*.ppm")


def pictures(run: list[str], folder: Path, names: str) -> list[Image.Image]:
    """What the command draws into the folder, page by page; it may not complain."""
    told = subprocess.run(run, capture_output=True, text=True, check=True)
    # Debian builds MuPDF without profiles of colours.
    said = {*told.stdout.splitlines(), *told.stderr.splitlines()}
    assert said <= {"warning: ICC support is not available"}
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob(names))]


Drawer = Callable[[Document, Path, int], list[Image.Image]]
everywhere = pytest.mark.parametrize("draw", [pdfium, poppler, mupdf])


def seen(picture: Image.Image, x: float, y: float = 0.5) -> str:
    """The letter of the colour at this part of the width and the height."""
    pixel = picture.getpixel((int(x * picture.width), int(y * picture.height)))
    assert isinstance(pixel, tuple)
    return LETTERS[tuple(round(part / 127.5) for part in pixel)]


def read(sides: Iterable[Image.Image]) -> str:
    return " ".join(seen(side, 0.25) + seen(side, 0.75) for side in sides)


def inked(side: Image.Image) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of all that is not white."""
    dark = np.asarray(side).min(axis=2) < 250
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def texts(document: Document) -> list[str]:
    pages = pypdfium2.PdfDocument(document.pdf)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages]


def reader(document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(document.pdf))


@pytest.mark.parametrize(
    ("pages", "sides"),
    [
        ("", ""),
        ("A", ".A .."),
        ("AB", "BA .."),
        ("ABC", "CA B."),
        ("ABCD", "DA BC"),
        ("ABCDE", "EA B. .C D."),
        ("ABCDEF", "FA B. .C DE"),
        ("ABCDEFG", "GA B. FC DE"),
        ("ABCDEFGH", "HA BG FC DE"),
        ("ABCDEFGHI", "IA B. .C D. HE FG"),
        ("ABCDEFGHIJ", "JA B. .C DI HE FG"),
        ("ABCDEFGHIJK", "KA B. JC DI HE FG"),
        ("ABCDEFGHIJKL", "LA BK JC DI HE FG"),
    ],
)
def test_a_booklet_has_its_last_page_outside_and_white_pages_before_it(
    pages: str, sides: str
) -> None:
    assert words(saddle(len(pages))) == sides


@given(st.integers(0, 400))
def test_whoever_turns_the_leaves_of_a_folded_booklet_reads_every_page_in_order(pages: int) -> None:
    sides = saddle(pages)
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    assert len(sheets) == -(-pages // 4)
    # Down to the fold each sheet shows its right half, front and back; then up its left half.
    turned = [page for front, back in sheets for page in (front[1], back[0])]
    turned += [page for front, back in reversed(sheets) for page in (back[1], front[0])]
    assert [page for page in turned if page is not None] == list(range(pages))


@pytest.mark.parametrize(
    ("pages", "sides"), [("", ""), ("A", "A."), ("AB", "AB"), ("ABCDE", "AB CD E.")]
)
def test_two_pages_on_a_side_are_read_from_left_to_right(pages: str, sides: str) -> None:
    assert words(two_up(len(pages))) == sides


@everywhere
def test_the_colours_of_a_folded_booklet_stand_where_they_should(
    draw: Drawer, tmp_path: Path
) -> None:
    sheets = folded(painted("ABCDEFGH"), thickness=0)
    sides = draw(sheets, tmp_path, 72)
    assert read(sides) == "HA BG FC DE"
    assert {side.size for side in sides} == {(792, 612)}
    assert (sheets.name, sheets.pages, sheets.warnings) == ("painted-saddle", 4, ("a warning",))


@everywhere
def test_a_page_looks_on_the_sheet_as_it_looks_alone(
    draw: Drawer, blank: Document, tmp_path: Path
) -> None:
    alone, sides = draw(blank, tmp_path, 72), draw(folded(blank, thickness=0), tmp_path, 72)
    for side, picture in zip(saddle(blank.pages), sides, strict=True):
        for place, index in enumerate(side):
            half = picture.crop((612 * place, 0, 612 * place + 612, 792))
            page = alone[index] if index is not None else Image.new("RGB", half.size, "white")
            # Eight pixels are one stripe of the hatching, which may begin elsewhere.
            away = np.subtract(half.reduce(8), page.reduce(8), dtype=int)
            assert np.abs(away).max() <= 10, (side, index)


def test_the_deeper_a_sheet_lies_the_nearer_its_pages_come_to_the_fold(tmp_path: Path) -> None:
    sheets = folded(painted("ABCDEFGHIJKLMNOP"), thickness=1.0)
    sides = pdfium(sheets, tmp_path, 127)  # five pixels a millimetre
    width = sides[0].width
    moved = [(inked(side)[0], width - inked(side)[2]) for side in sides]
    expected = [(5 * sheet, 5 * sheet) for sheet in range(4) for _ in range(2)]
    assert np.abs(np.array(moved) - np.array(expected)).max() <= 1
    at_the_fold = [seen(side, 0.5 - 2 / width) + seen(side, 0.5 + 2 / width) for side in sides]
    assert " ".join(at_the_fold) == read(sides) == words(saddle(16))


def test_paper_is_taken_for_a_tenth_of_a_millimetre_thick() -> None:
    document = painted("ABCDEFGH")
    assert folded(document).pdf == folded(document, thickness=0.1).pdf
    assert folded(document).pdf != folded(document, thickness=0).pdf


def test_the_fold_and_the_staples_are_marked_on_the_outside_alone(tmp_path: Path) -> None:
    outside, *others = pdfium(folded(painted("." * 8), marks=True), tmp_path, 288)
    dark = np.asarray(outside).min(axis=2) < 128
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    assert np.abs(columns / 4 - 396).max() <= 0.5
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    assert [(round(run[0] / 4), round((run[-1] + 1) / 4)) for run in runs] == [
        (18, 30),
        (147, 159),
        (453, 465),
        (582, 594),
    ]
    assert [np.asarray(side).min() for side in others] == [255, 255, 255]


def test_nothing_is_marked_unless_it_is_asked_for(tmp_path: Path) -> None:
    sides = pdfium(folded(painted("." * 8)), tmp_path, 288)
    assert [np.asarray(side).min() for side in sides] == [255] * 4


@pytest.mark.parametrize(
    ("size", "sheet", "place"),
    [
        (LETTER, (792, 612), (0, 50, 792, 562)),
        ((595.276, 841.89), (842, 595), (0, 0, 842, 595)),
        (HALF_LETTER, (792, 612), (0, 0, 792, 612)),
        ((419.528, 595.276), (842, 595), (0, 0, 842, 595)),
    ],
    ids=["Letter", "A4", "half of Letter", "A5"],
)
def test_two_pages_share_their_own_paper_and_a_booklets_pages_are_not_reduced(
    size: tuple[float, float],
    sheet: tuple[int, int],
    place: tuple[int, int, int, int],
    tmp_path: Path,
) -> None:
    (side,) = pdfium(paired(painted("AB", size)), tmp_path)
    assert np.abs(np.array(side.size) - sheet).max() <= 1
    assert np.abs(np.array(inked(side)) - place).max() <= 1


def test_letters_are_reduced_to_64_7_percent_and_those_of_a_booklet_not_at_all(
    blank: Document,
) -> None:
    def scale(document: Document) -> float:
        ink = reader(document).pages[0].get_contents()
        assert ink is not None
        return float(next(numbers[0] for numbers, sign in ink.operations if sign == b"cm"))

    assert scale(paired(blank)) == pytest.approx(0.647, abs=0.0005)
    assert scale(paired(painted("AB"))) == 1


@everywhere
def test_the_last_of_an_odd_count_stands_beside_white(draw: Drawer, tmp_path: Path) -> None:
    sheets = paired(painted("ABCDE", LETTER))
    sides = draw(sheets, tmp_path, 72)
    assert read(sides) == "AB CD E."
    assert inked(sides[-1])[2] in (396, 397)  # an edge may be drawn a pixel wide
    assert (sheets.name, sheets.pages) == ("painted-two-up", 3)
    small = "painted: two pages a side print at 65% of their size"
    assert sheets.warnings == ("a warning", small)


@pytest.mark.parametrize("imposed", [folded, paired])
def test_the_same_pages_give_the_same_bytes(
    imposed: Callable[[Document], Document], blank: Document
) -> None:
    assert imposed(blank).pdf == imposed(blank).pdf
    trailer = reader(imposed(blank)).trailer
    assert "/ID" not in trailer
    assert set(trailer["/Info"]) == {"/Title", "/Producer"}


@pytest.mark.parametrize("imposed", [folded, paired])
def test_a_sheet_for_the_printer_claims_nothing_and_keeps_its_title(
    imposed: Callable[[Document], Document], blank: Document
) -> None:
    sheets = reader(imposed(blank))
    catalog = sheets.trailer["/Root"]
    assert set(catalog) == {"/Type", "/Pages", "/ViewerPreferences"}
    assert catalog["/ViewerPreferences"] == {
        "/Duplex": "/DuplexFlipShortEdge",
        "/PrintScaling": "/None",
    }
    for page in sheets.pages:
        assert set(page) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
    assert b"pdfaid" not in imposed(blank).pdf
    assert sheets.metadata == {"/Title": title(blank), "/Producer": "Handouts"}


def title(document: Document) -> str:
    data = reader(document).metadata
    assert data is not None
    assert data.title
    return data.title


@pytest.mark.parametrize("imposed", [folded, paired])
def test_fonts_and_pictures_are_in_the_file_once(
    imposed: Callable[[Document], Document], blank: Document
) -> None:
    sheets = imposed(blank)
    assert len(sheets.pdf) <= 1.1 * len(blank.pdf)
    for key in ("/FontDescriptor", "/CIDFontType2"):
        assert kinds(sheets).count(key) == kinds(blank).count(key) > 0
    assert profiles(sheets) == profiles(blank) == 1


def kinds(document: Document) -> list[str]:
    return [str(thing.get("/Subtype", thing.get("/Type"))) for thing in things(document)]


def profiles(document: Document) -> int:
    """How many profiles of colours are in the file."""
    return sum("/N" in thing and "/First" not in thing for thing in things(document))


def things(document: Document) -> list[DictionaryObject]:
    """All dictionaries and streams of the file."""
    source = reader(document)
    numbers = [*source.xref[0], *source.xref_objStm]
    found = [source.get_object(number) for number in dict.fromkeys(numbers) if number]
    return [thing for thing in found if isinstance(thing, DictionaryObject)]


def test_the_words_of_the_pages_can_be_read_on_the_sheets(blank: Document) -> None:
    alone = texts(blank)
    for order, sheets in ((saddle, folded(blank)), (two_up, paired(blank))):
        for side, told in zip(order(blank.pages), texts(sheets), strict=True):
            assert told == " ".join(alone[page] for page in side if page is not None)


def test_a_page_written_in_several_pieces_is_drawn_whole(tmp_path: Path) -> None:
    document = painted("ABCDEFGH", pieces=True)
    assert isinstance(reader(document).pages[0]["/Contents"], ArrayObject)
    assert read(pdfium(folded(document), tmp_path)) == "HA BG FC DE"


def test_a_page_whose_corner_is_not_at_zero_fills_its_half(tmp_path: Path) -> None:
    for imposed in (folded, paired):
        (side, *_) = pdfium(imposed(painted("ABCD", corner=(-300, 200))), tmp_path)
        assert inked(side) == (0, 0, 792, 612)


def test_a_page_on_which_nothing_is_drawn_stays_white(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(*HALF_LETTER)
    file = BytesIO()
    writer.write(file)
    sides = pdfium(folded(Document("empty", file.getvalue(), 1, ())), tmp_path)
    assert read(sides) == ".. .."
