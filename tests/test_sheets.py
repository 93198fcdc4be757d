"""All shipped texts as printed: judged, measured, scanned; blank and for a patient."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp
from conftest import ANNA, DAY, written
from judges import judge, outloud

from handouts.handout import Handout
from handouts.library import Library
from handouts.patients import from_settings
from handouts.press import Document, Press
from handouts.sections import Assistance, Link

TREATMENTS = ("abatacept", "infliximab", "ivig", "rituximab")
ALL = (*TREATMENTS, "costs", "options")


@pytest.fixture(params=ALL)
def sheet(request: pytest.FixtureRequest, sheets: dict[str, Document]) -> Document:
    return sheets[request.param]


def test_all_that_ships_is_printed_and_nothing_is_told(sheets: dict[str, Document]) -> None:
    assert set(sheets) == set(ALL)
    assert {sheet.name for sheet in sheets.values()} == {f"{text_id}-en" for text_id in ALL}
    assert [warning for sheet in sheets.values() for warning in sheet.warnings] == []


def test_both_judges_pass_every_sheet(
    sheets: dict[str, Document], library: Library, press: Press, tmp_path: Path
) -> None:
    files = [written(sheet, tmp_path, f"{name}.pdf") for name, sheet in sheets.items()]
    for text_id in ("options", "rituximab"):
        anna = from_settings(ANNA, library.fields)
        copy = press.print(Handout(library.text(text_id, "en"), library.clinic, DAY, anna))
        files.append(written(copy, tmp_path, f"anna-{text_id}.pdf"))
    assert judge(*files) == []
    assert outloud(*files) == []


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("name", TREATMENTS)
def test_a_treatment_has_five_pages_and_its_sources(
    name: str, paper: str, library: Library, press: Press, sheets: dict[str, Document]
) -> None:
    sheet = sheets[name]
    if paper == "A4":
        a4 = library.clinic.model_copy(update={"paper": paper})
        sheet = press.print(Handout(library.text(name, "en"), a4, DAY))
    assert sheet.pages == 6
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(sheet.pdf)]
    assert pages[5].lstrip().startswith("Sources")
    assert "Call 911" in pages[0]
    assert "Your visit" in pages[0]


def test_nothing_is_smaller_than_nine_and_a_half_points(sheet: Document) -> None:
    sizes: dict[float, int] = {}
    for page in pypdfium2.PdfDocument(sheet.pdf):
        text = page.get_textpage()
        for i in range(text.count_chars()):
            if pypdfium2.raw.FPDFText_GetUnicode(text, i) > 32:
                size = round(_printed_size(text, i), 2)
                sizes[size] = sizes.get(size, 0) + 1
    assert min(sizes) >= 9.5
    # Most letters are body text, at 12 points.
    assert max(sizes, key=lambda size: sizes[size]) == 12


def _printed_size(text: pypdfium2.PdfTextPage, i: int) -> float:
    """The size of a letter on the paper, in points: its font's by all that scales it."""
    matrix = pypdfium2.raw.FS_MATRIX()
    pypdfium2.raw.FPDFText_GetMatrix(text, i, matrix)
    return float(pypdfium2.raw.FPDFText_GetFontSize(text, i) * abs(matrix.d))


def test_no_text_stands_outside_the_margins(sheet: Document) -> None:
    for page in pypdfium2.PdfDocument(sheet.pdf):
        text = page.get_textpage()
        for i in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(i)
            assert left >= 54 - 1
            assert right <= 612 - 54 + 1
            assert bottom >= 36 - 0.5
            assert top <= 792 - 36 + 3


def test_no_page_is_nearly_empty(sheet: Document) -> None:
    for number, page in enumerate(pypdfium2.PdfDocument(sheet.pdf), 1):
        text = page.get_textpage()
        # The footer begins at 76 points; the sources may end halfway down their page.
        lowest = min(
            bottom
            for _, bottom, _, _ in map(text.get_rect, range(text.count_rects()))
            if bottom > 76
        )
        assert lowest < (450 if number == sheet.pages else 230), number


@pytest.mark.parametrize("name", ALL)
def test_every_code_to_scan_is_read_from_a_grey_drawing(
    name: str, library: Library, sheets: dict[str, Document]
) -> None:
    """300 dots an inch, in grey, as a copier draws it (standard S91)."""
    read: list[str] = []
    for page in pypdfium2.PdfDocument(sheets[name].pdf):
        drawn = page.render(scale=300 / 72, grayscale=True).to_numpy().squeeze()
        codes = zxingcpp.read_barcodes(drawn, formats=zxingcpp.BarcodeFormat.QRCode)
        read += [code.text for code in codes]
        for code in codes:
            corners = code.position
            assert corners.top_right.x - corners.top_left.x >= 0.95 * 300
    assert sorted(read) == sorted(_addresses(library.text(name, "en").sections))


def _addresses(sections: tuple[Any, ...]) -> Iterator[str]:
    for part in sections:
        if isinstance(part, Link):
            yield part.url
        if isinstance(part, Assistance):
            yield from (program.url for program in part.programs if program.url)


def test_every_head_of_a_table_says_whether_it_heads_a_row_or_a_column(sheet: Document) -> None:
    root = pypdf.PdfReader(BytesIO(sheet.pdf)).trailer["/Root"]["/StructTreeRoot"]
    tables = [part for part in _parts(root) if part.get("/S") == "/Table"]
    for table in tables:
        heads = [part for part in _parts(table) if part.get("/S") == "/TH"]
        scopes = {head["/A"]["/Scope"] for head in heads}
        assert "/Row" in scopes
        assert scopes <= {"/Row", "/Column"}
    if sheet.name == "options-en":
        rows = [part for table in tables for part in _parts(table) if part.get("/S") == "/TR"]
        assert [len(tables), len(rows)] == [2, 2 * (1 + 4)]


def _parts(part: Any) -> Iterator[Any]:
    part = part.get_object()
    if isinstance(part, pypdf.generic.DictionaryObject):
        yield part
        inner = part.get("/K", [])
        for child in inner if isinstance(inner, list) else [inner]:
            yield from _parts(child)


@pytest.mark.parametrize("name", ["options", "costs"])
def test_a_topic_for_a_patient_has_the_pages_of_its_blank(
    name: str, library: Library, press: Press, sheets: dict[str, Document]
) -> None:
    anna = from_settings(ANNA, library.fields)
    copy = press.print(Handout(library.text(name, "en"), library.clinic, DAY, anna))
    assert copy.pages == sheets[name].pages
    words = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(copy.pdf)]
    assert "Anna Example" in " ".join(words)
