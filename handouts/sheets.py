"""Sheets of paper: the pages of a printed PDF, two on a side, to be folded or read in order.

What comes out is for a printer alone: it has no tags, and claims neither PDF/A nor PDF/UA.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from handouts.press import Document
from handouts.tasks import Finish

#: The pages on the left and on the right of one side, counted from 0; None is left white.
Side = tuple[int | None, int | None]

_MILLIMETRE = 72 / 25.4
# Letter and A4, lying. An A5 page is half a millimetre narrower than half of A4.
_LYING = ((792.0, 612.0), (841.89, 595.276))
_NEAR = 3.0
# Sheets that a stapler takes, and the white beside the fold of a booklet in points.
_STAPLED, _INNER = 18, 40.0
# How far from the edge and how long, in points: a printer leaves the edge white.
_EDGE, _MARK = 18, 12
# Sheets that lie are turned over their short edge, and printed as large as they are.
_WISHES = {
    NameObject("/Duplex"): NameObject("/DuplexFlipShortEdge"),
    NameObject("/PrintScaling"): NameObject("/None"),
}


@dataclass(frozen=True)
class _Paper:
    """One sheet in points, the scale of its pages, and how far creep moves them, sheet by sheet."""

    width: float
    height: float
    scale: float = 1.0
    creep: float = 0.0
    marks: bool = False


def saddle(pages: int) -> list[Side]:
    """The sides of a folded booklet, front and back of each sheet, the outermost sheet first."""
    order: list[int | None] = list(range(pages))
    # The last page is the back cover, whatever is left white before it.
    inside = max(pages - 1, 1)
    order[inside:inside] = [None] * (-pages % 4)
    pairs = [(order[number], order[-1 - number]) for number in range(len(order) // 2)]
    return [
        (later, early) if number % 2 == 0 else (early, later)
        for number, (early, later) in enumerate(pairs)
    ]


def two_up(pages: int) -> list[Side]:
    """The sides that show two pages each, in the order of reading."""
    return [
        (left, left + 1 if left + 1 < pages else None)  # the last one may stand alone
        for left in range(0, pages, 2)
    ]


def finished(document: Document, finish: Finish) -> Document:
    """The document as it is to be written: as it is, or its pages on sheets."""
    match finish.sheets:
        case "saddle":
            return folded(document, thickness=finish.thickness, marks=finish.marks)
        case "test":
            return replace(folded(document), name=document.name)
        case "two-up":
            return paired(document)
    return document


def folded(document: Document, *, thickness: float = 0.1, marks: bool = False) -> Document:
    """The booklet to staple in its fold, of paper so many millimetres thick, its fold marked."""
    source = PdfReader(BytesIO(document.pdf))
    width, height = _size(source.pages[0])
    double = _standard(2 * width, height) or (2 * width, height)
    paper = _Paper(*double, creep=thickness * _MILLIMETRE, marks=marks)
    sides = saddle(len(source.pages))
    return replace(
        document,
        name=f"{document.name}-saddle",
        pdf=_imposed(source, sides, paper),
        pages=len(sides),
        warnings=(*document.warnings, *_thick(document.name, len(sides) // 2, paper.creep)),
    )


def _thick(name: str, sheets: int, creep: float) -> Iterator[str]:
    """What to know of a pile that is hard to staple, or in whose fold words are lost."""
    if sheets > _STAPLED:
        yield f"{name}: {sheets} sheets are more than most staplers take; choose fewer chapters"
    if creep * (sheets - 1) > _INNER:
        yield f"{name}: in so thick a pile, words are lost in the fold; choose fewer chapters"


def paired(document: Document) -> Document:
    """The pages two on a side, in the order of reading: as large as they are where paper allows."""
    source = PdfReader(BytesIO(document.pdf))
    sides, paper = two_up(len(source.pages)), _lying(*_size(source.pages[0]))
    told = f"{document.name}: two pages a side print at {paper.scale:.0%} of their size"
    return replace(
        document,
        name=f"{document.name}-two-up",
        pdf=_imposed(source, sides, paper),
        pages=len(sides),
        warnings=(*document.warnings, *([told] if paper.scale < 1 else [])),
    )


def _lying(width: float, height: float) -> _Paper:
    """The paper for two pages: their own, turned and reduced, or the one that a booklet halves."""
    if double := _standard(2 * width, height):
        return _Paper(*double)
    return _Paper(height, width, min(height / 2 / width, width / height))


def _standard(width: float, height: float) -> tuple[float, float] | None:
    """The paper that is as large, but for a hair."""
    near = (
        lying for lying in _LYING if max(abs(lying[0] - width), abs(lying[1] - height)) <= _NEAR
    )
    return next(near, None)


def _size(page: PageObject) -> tuple[float, float]:
    return float(page.mediabox.width), float(page.mediabox.height)


def _imposed(source: PdfReader, sides: Sequence[Side], paper: _Paper) -> bytes:
    """The PDF of these sides; the same bytes whenever it is made."""
    writer = _begun(source)
    forms = [writer._add_object(_form(page, writer)) for page in source.pages]
    for number, side in enumerate(sides):
        sheet = writer.add_blank_page(paper.width, paper.height)
        drawn = {NameObject(f"/P{index}"): forms[index] for index in side if index is not None}
        named = DictionaryObject({NameObject("/XObject"): DictionaryObject(drawn)})
        sheet[NameObject("/Resources")] = named
        ink = "\n".join(_ink(source, side, paper, number))
        sheet[NameObject("/Contents")] = writer._add_object(_stream(ink.encode()))
    # pypdf copies a profile of colours that stands in a list wherever it is named.
    writer.compress_identical_objects(remove_unreferenced=False)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _begun(source: PdfReader) -> PdfWriter:
    """A file without pages that bears the title of the source and tells a printer what to do."""
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    title = source.metadata.title if source.metadata else None
    writer.add_metadata({"/Title": title or "", "/Producer": "Handouts"})
    writer.create_viewer_preferences().update(_WISHES)
    return writer


def _form(page: PageObject, writer: PdfWriter) -> StreamObject:
    """The page as one drawing; fonts and pictures come with the first page that uses them."""
    contents = page.get_contents()
    # Not its truth: a stream is a dictionary, and this one is empty.
    form = _stream(contents.get_data() if contents is not None else b"")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = page.mediabox.clone(writer)
    form[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return form


def _stream(ink: bytes) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(ink)
    return stream.flate_encode()


def _ink(source: PdfReader, side: Side, paper: _Paper, number: int) -> Iterator[str]:
    """The operators of one side, counted from 0: both pages, and the marks of the first."""
    # The deeper a sheet lies in the fold, the further it stands out at the outer edge.
    inwards = paper.creep * (number // 2)
    half = paper.width / 2
    for left, moved, index in zip((0.0, half), (inwards, -inwards), side, strict=True):
        if index is not None:
            yield f"q {_numbers(left, 0, half, paper.height)} re W n"
            yield f"{_place(source.pages[index], paper, left + moved)} cm /P{index} Do Q"
    if paper.marks and number == 0:
        yield from _marks(half, paper.height)


def _place(page: PageObject, paper: _Paper, left: float) -> str:
    """The matrix that sets the page into the middle of the half that begins there."""
    box, scale = page.mediabox, paper.scale
    x = left + (paper.width / 2 - scale * box.width) / 2 - scale * box.left
    y = (paper.height - scale * box.height) / 2 - scale * box.bottom
    return _numbers(scale, 0, 0, scale, x, y)


def _marks(fold: float, height: float) -> Iterator[str]:
    """Thin lines on the fold: one at each end, and one for each of two staples."""
    ends = (_EDGE, height - _EDGE - _MARK)
    staples = (height / 4 - _MARK / 2, height * 3 / 4 - _MARK / 2)
    yield "0.5 w"
    for low in (*ends, *staples):
        yield f"{_numbers(fold, low)} m {_numbers(fold, low + _MARK)} l S"


def _numbers(*numbers: float) -> str:
    # A PDF knows no exponents.
    return " ".join(f"{number:.4f}" for number in numbers)
