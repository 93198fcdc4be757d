"""The example of a clinic of another speciality: YAML and pictures alone, and a sheet like ours."""

from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner
from conftest import written
from helpers import clinic, mistakes, tags, told
from judges import judge, outloud

from handouts.cli import main
from handouts.handout import Handout
from handouts.library import Library, open_library
from handouts.model import Text
from handouts.patients import from_settings
from handouts.press import Document, Press

HILLSIDE = Path(__file__).parent.parent / "examples" / "hillside"
DAY = date(2026, 11, 23)
ANNA = {
    "name": "Anna Example",
    "birth_date": "1962-03-05",
    "appointment": "2026-12-01T09:30",
    "clinician": "Maria Sample",
    "knee": "left",
    "goal": "Walk the dog up the hill.",
}
# Width and height of the paper in points.
A4 = (595.28, 841.89)


@pytest.fixture(scope="module")
def hillside() -> Library:
    return open_library(HILLSIDE)


@pytest.fixture(scope="module")
def knee(hillside: Library) -> Text:
    return hillside.text("knee-exercises", "en")


@pytest.fixture(scope="module")
def at_work(hillside: Library) -> Press:
    return Press(hillside)


@pytest.fixture(scope="module")
def sheet(hillside: Library, knee: Text, at_work: Press) -> Document:
    return at_work.print(Handout(knee, hillside.clinic, DAY))


@pytest.fixture(scope="module")
def annas_copy(hillside: Library, knee: Text, at_work: Press) -> Document:
    anna = from_settings(ANNA, hillside.fields)
    return at_work.print(Handout(knee, hillside.clinic, DAY, anna))


def words(document: Document) -> list[str]:
    """What stands on each page."""
    pages = pypdfium2.PdfDocument(document.pdf)
    return [page.get_textpage().get_text_bounded().replace("\u00a0", " ") for page in pages]


def test_the_clinic_has_written_nothing_but_texts_and_pictures() -> None:
    endings = {path.suffix for path in HILLSIDE.rglob("*") if path.is_file()}
    assert endings == {".yaml", ".svg"}


def test_the_sheet_fills_three_pages_of_a4(sheet: Document) -> None:
    pages = pypdfium2.PdfDocument(sheet.pdf)
    assert [page.get_size() for page in pages] == [pytest.approx(A4, abs=0.1)] * 3
    assert sheet.warnings == ()
    # The footer begins at 76 points; a tenth of the last page may be left below the sources.
    lowest = [min(rect[1] for rect in rects(page) if rect[1] > 76) for page in pages]
    assert max(lowest) < 165


def test_each_page_has_what_a_patient_looks_for(sheet: Document) -> None:
    first, second, third = words(sheet)
    assert "Hillside Physiotherapy" in first
    assert "Call 999" in first
    assert "see page 3" in first
    assert "01632 960142" in first
    assert "Heel slide" in first
    assert "Your week" in second
    for head in ("When to call", "Call 999", "Call now, day or night", "Call in office hours"):
        assert head in third
    assert "Your plan" in third
    assert "Sources" in third
    assert "911" not in "".join((first, second, third))


def rects(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    text = page.get_textpage()
    return [text.get_rect(i) for i in range(text.count_rects())]


def test_no_text_stands_outside_the_margins(sheet: Document, annas_copy: Document) -> None:
    for document in (sheet, annas_copy):
        for page in pypdfium2.PdfDocument(document.pdf):
            for left, bottom, right, top in rects(page):
                assert left >= 54 - 1
                assert right <= A4[0] - 54 + 1
                assert bottom >= 36 - 0.5
                assert top <= A4[1] - 36 + 3


def test_both_judges_pass_the_blank_and_annas_copy(
    sheet: Document, annas_copy: Document, tmp_path: Path
) -> None:
    files = [written(sheet, tmp_path, "blank.pdf"), written(annas_copy, tmp_path, "anna.pdf")]
    assert judge(*files) == []
    assert outloud(*files) == []


def test_annas_copy_has_her_words_and_as_many_pages(annas_copy: Document) -> None:
    pages = words(annas_copy)
    assert len(pages) == 3
    told_of_her = ("Anna Example", "Tuesday, 1 December 2026, at 9:30 a.m.", "left", "the dog")
    assert [words for words in told_of_her if words not in pages[2]] == []


def test_the_checks_find_only_that_nobody_has_signed() -> None:
    command = ["check", "knee-exercises", "--clinic", str(HILLSIDE), "--strict", "--words"]
    allowed = CliRunner().invoke(main, [*command, "--allow", "unsigned"])
    assert (allowed.exit_code, allowed.stdout.splitlines()[-1]) == (
        0,
        "0 errors, 0 warnings, 1 note",
    )
    assert CliRunner().invoke(main, command).exit_code == 1


def test_each_picture_is_a_figure_that_says_what_it_shows(sheet: Document, knee: Text) -> None:
    figures = [part["/Alt"] for part in tags(sheet.pdf) if part.get("/S") == "/Figure"]
    assert figures == [part.picture.alt for part in knee.sections if part.picture]
    assert len(figures) == 5


def test_every_picture_of_the_folder_is_printed(knee: Text) -> None:
    files = {part.picture.file for part in knee.sections if part.picture}
    assert {path.name for path in HILLSIDE.glob("data/**/*.svg")} == files


def cells(table: Any) -> list[Any]:
    return [part for part in _below(table) if part.get("/S") in ("/TH", "/TD")]


def _below(part: Any) -> list[Any]:
    inner = part.get("/K", [])
    parts = [child.get_object() for child in (inner if isinstance(inner, list) else [inner])]
    kept = [child for child in parts if hasattr(child, "get")]
    return [found for child in kept for found in (child, *_below(child))]


def test_every_cell_of_the_logs_knows_its_day_and_its_row(sheet: Document) -> None:
    tick, write = (part for part in tags(sheet.pdf) if part.get("/S") == "/Table")
    for table, rows in ((tick, 4), (write, 3)):
        scopes = [cell["/A"]["/Scope"] for cell in cells(table) if cell["/S"] == "/TH"]
        assert scopes == ["/Column"] * 8 + ["/Row"] * rows
        empty = [cell for cell in cells(table) if cell["/S"] == "/TD"]
        assert [len(cell["/A"]["/Headers"]) for cell in empty] == [2] * 7 * rows


def test_a_voice_says_blank_where_the_physiotherapist_writes_a_number(sheet: Document) -> None:
    said = [part["/ActualText"] for part in tags(sheet.pdf) if "/ActualText" in part]
    assert said == ["blank"] * 3 * 4
    assert "___" not in "".join(words(sheet))


def test_it_prints_as_the_same_bytes_each_time(
    sheet: Document, hillside: Library, knee: Text, at_work: Press
) -> None:
    assert at_work.print(Handout(knee, hillside.clinic, DAY)).pdf == sheet.pdf


def test_on_letter_its_sources_go_to_a_fourth_page(
    hillside: Library, knee: Text, at_work: Press
) -> None:
    letter = hillside.clinic.model_copy(update={"paper": "Letter"})
    pages = words(at_work.print(Handout(knee, letter, DAY)))
    assert len(pages) == 4
    assert pages[3].lstrip().startswith("Sources")


def test_nothing_but_a_draft_is_handed_out(sheet: Document, knee: Text) -> None:
    assert all("Not yet for patients." in page for page in words(sheet))
    told_first = (HILLSIDE / "data/topics/knee-exercises/en.yaml").read_text("utf-8")[:400]
    assert "NO CLINIC HAS REVIEWED IT" in told_first
    numbers = {
        c for s in knee.statements() if s.id.endswith("-times") for c in s.text if c.isdigit()
    }
    assert numbers == set()


def test_every_source_of_the_clinic_is_cited(hillside: Library, knee: Text) -> None:
    theirs = set(hillside.sources) - set(open_library().sources)
    assert theirs == {source for s in knee.statements() for source in s.sources}


def test_a_field_with_nothing_behind_its_name_is_left_out(hillside: Library) -> None:
    assert list(hillside.fields) == [
        "name", "birth_date", "appointment", "clinician", "visits", "knee", "goal",
    ]  # fmt: skip
    (sentence,) = mistakes(from_settings, {"phone": "01632 960143"}, hillside.fields)
    assert "`phone` is not a field of this clinic" in sentence


def test_a_name_of_a_field_that_we_do_not_know_cannot_be_left_out(tmp_path: Path) -> None:
    (sentence,) = told(tmp_path, {"data/fields.yaml": "phnoe:\n"})
    assert sentence.startswith("data/fields.yaml:1: `phnoe` ")


def test_the_example_is_laid_over_ours_like_any_clinic(tmp_path: Path) -> None:
    assert "ivig" in open_library(HILLSIDE).ids()
    assert "knee-exercises" not in open_library(clinic(tmp_path)).ids()
