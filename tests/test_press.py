"""The printed PDF: judged, reopened, drawn, and held against its blank."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from conftest import ANNA, DAY, copy_for, written
from judges import judge, outloud

from handouts.handout import Handout
from handouts.library import Library
from handouts.patients import from_settings
from handouts.press import Document, Press
from handouts.problems import ContentError

# A piece of marked content: its operators, up to the end of it.
MARKED = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC(.*?)EMC", re.DOTALL)


def contents(document: Document) -> list[bytes]:
    """The operators of every page."""
    return [page.get_contents().get_data() for page in reader(document).pages]


def reader(document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(document.pdf))


def texts(document: Document) -> list[str]:
    """The words of every page, as another program reads them."""
    pages = pypdfium2.PdfDocument(document.pdf)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages]


@pytest.fixture(scope="session")
def aloud(blank: Document, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The words of the blank's tag tree in the order in which they are read aloud."""
    path = written(blank, tmp_path_factory.mktemp("aloud"))
    command = ["pdfinfo", "-struct-text", str(path)]
    tree = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pieces = re.findall(r'^\s*"(.*)"$', tree, re.MULTILINE)
    return [" ".join(piece.split()) for piece in pieces]


def test_both_judges_pass_the_blank_a_full_copy_and_a4(
    blank: Document, annas: Document, library: Library, tmp_path: Path
) -> None:
    a4 = library.clinic.model_copy(update={"paper": "A4"})
    visits = from_settings(ANNA | {"visits": "2026-12-01, 2026-12-29"}, library.fields)
    text = library.text("ivig", "en")
    press = Press(library)
    files = [
        written(blank, tmp_path, "blank.pdf"),
        written(annas, tmp_path, "anna.pdf"),
        written(press.print(Handout(text, a4, DAY)), tmp_path, "a4.pdf"),
        written(press.print(Handout(text, library.clinic, DAY, visits)), tmp_path, "visits.pdf"),
    ]
    assert judge(*files) == []
    assert outloud(*files) == []


def test_the_paper_is_letter_or_a4(blank: Document, library: Library, press: Press) -> None:
    a4 = library.clinic.model_copy(update={"paper": "A4"})
    sheet = press.print(Handout(library.text("ivig", "en"), a4, DAY))
    assert [float(side) for side in reader(blank).pages[0].mediabox[2:]] == [612, 792]
    assert [round(float(side)) for side in reader(sheet).pages[0].mediabox[2:]] == [595, 842]


def test_a_copy_differs_from_the_blank_only_inside_its_fields(
    blank: Document, annas: Document
) -> None:
    filled = 0
    for empty, full in zip(contents(blank), contents(annas), strict=True):
        assert MARKED.sub(b"", empty) == MARKED.sub(b"", full)
        pieces = list(zip(MARKED.findall(empty), MARKED.findall(full), strict=True))
        for (blank_id, blank_ink), (copy_id, copy_ink) in pieces:
            assert blank_id == copy_id
            if blank_ink != copy_ink:
                # In the blank the field draws nothing at all.
                assert not re.search(rb"T[jJ]", blank_ink)
                filled += 1
    # Seven fields, the notes on two lines.
    assert filled == 8


def test_the_tag_tree_of_a_copy_is_that_of_the_blank(blank: Document, annas: Document) -> None:
    assert shape(annas) == shape(blank)
    assert "Tuesday, December 1, 2026, at 9:30 a.m." in texts(annas)[0]


def test_every_page_says_what_it_is_and_that_it_is_a_draft(blank: Document) -> None:
    for number, words in enumerate(texts(blank), 1):
        assert "Draft for the clinic’s review. Not yet for patients." in words
        assert "IVIG-EN-STD, version 0.1" in words
        assert "English, standard. Not reviewed. Review due: May 22, 2027." in words
        assert f"Page {number} of {blank.pages}" in words


def test_the_footer_is_not_read_aloud_but_page_1_says_it_is_a_draft(
    aloud: list[str],
) -> None:
    words = " ".join(aloud)
    assert "Page 1 of" not in words
    assert "IVIG-EN-STD" not in words
    assert words.startswith("Draft for the clinic’s review. Review due: May 22, 2027.")


def test_the_tag_tree_reads_the_page_in_order(aloud: list[str]) -> None:
    words = " ".join(aloud)
    heads = ["The main message", "Call 911", "Call us now", "At a glance", "Your visit"]
    heads += [
        "What it is",
        "Does it help? Is it approved?",
        "How often and how long",
        "Before: tests",
    ]
    heads += ["Before: tell us", "Before: get ready", "The day of your infusion"]
    heads += ["After your infusion", "Common side effects", "Serious risks", "When to call"]
    heads += ["Call in office hours", "We take extra care if", "Your other medicines"]
    heads += ["Pregnancy", "Vaccines", "What it costs", "Report a side effect"]
    heads += ["Checks over time", "What questions do you have?", "Tell us in your own words"]
    heads += ["Intravenous Immunoglobulin (IVIG): patient page"]
    place = 0
    for head in heads:
        place = words.find(head, place)
        assert place != -1, head


def test_the_tag_tree_says_all_that_stands_on_the_pages(blank: Document, aloud: list[str]) -> None:
    # A hyphen at the end of a line is told by pdfium as a sign of its own.
    told = re.sub(r"[\s-]", "", "".join(aloud))
    for number, words in enumerate(texts(blank), 1):
        body = words.split("Draft for the clinic’s review. Not yet for patients.")[0]
        plain = [re.sub("[\x02\ufffe-]", "", word) for word in body.split()]
        assert [word for word in plain if word not in told] == [], number


def test_page_1_holds_the_emergency_card_two_phones_and_the_personal_boxes(blank: Document) -> None:
    first = texts(blank)[0]
    for words in ("Call 911", "Trouble breathing", "Call us now", "Day", "Nights, weekends"):
        assert words in first
    for label in ("Name", "Date of birth", "Next visit", "Where", "Your clinician", "Notes"):
        assert label in first


def test_the_title_and_the_metadata_never_say_for_whom_it_is(annas: Document) -> None:
    copy = reader(annas)
    told = str(copy.metadata) + copy.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert "IVIG" in told
    assert "Anna" not in told
    assert "2026-11-22" in told  # the date of the text, never of the print


def tags(kids: object) -> Iterator[pypdf.generic.DictionaryObject]:
    """Every element below, in the order of reading."""
    kids = kids.get_object() if isinstance(kids, pypdf.generic.IndirectObject) else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        element = kid.get_object() if isinstance(kid, pypdf.generic.IndirectObject) else kid
        if isinstance(element, pypdf.generic.DictionaryObject):
            yield element
            yield from tags(element.get("/K", []))


def shape(document: Document) -> list[str]:
    """The kind of every element of the tag tree, in the order of reading."""
    root = reader(document).trailer["/Root"]["/StructTreeRoot"]
    return [str(tag.get("/S")) for tag in tags(root["/K"])]


def meant(document: Document) -> list[str]:
    """What tags say in place of what is drawn."""
    root = reader(document).trailer["/Root"]["/StructTreeRoot"]
    return [str(tag["/ActualText"]) for tag in tags(root["/K"]) if "/ActualText" in tag]


NAMES = {
    "Latin": "Łucja Őri Şahin Ğüneş Žižková",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Наталья Щербакова",
    "Arabic": "محمد العربي",
    "Hebrew": "שרה לוי",
}


@pytest.fixture(scope="module")
def named(library: Library, press: Press) -> dict[str, Document]:
    """A copy for a name of each script."""
    return {script: copy_for(library, press, name=name) for script, name in NAMES.items()}


@pytest.mark.parametrize("script", NAMES)
def test_a_name_prints_in_its_own_letters_and_one_face(
    script: str, named: dict[str, Document]
) -> None:
    copy = named[script]
    # In the order of the tongue, whatever the direction of the eye.
    read = [unicodedata.normalize("NFC", texts(copy)[0]), *meant(copy)]
    assert any(NAMES[script] in words for words in read)
    fonts = {font["/BaseFont"] for font in reader(copy).pages[0]["/Resources"]["/Font"].values()}
    (family,) = {name.split("+")[1] for name in fonts if "Noto" in name}
    own = f"Noto-Sans-{script}-Semi-Bold" if script in ("Arabic", "Hebrew") else ""
    assert family == (own or "Noto-Sans-Semi-Bold")


def test_names_of_all_scripts_pass_both_judges(named: dict[str, Document], tmp_path: Path) -> None:
    files = [written(copy, tmp_path, f"{script}.pdf") for script, copy in named.items()]
    assert judge(*files) == []
    assert outloud(*files) == []


@pytest.mark.parametrize("field", ["name", "clinician", "notes"])
def test_a_value_that_does_not_fit_its_box_is_refused_and_not_repeated(
    field: str, library: Library, press: Press
) -> None:
    value = {"name": "W" * 55, "clinician": "W" * 30, "notes": "WWWW " * 30}[field]
    with pytest.raises(ContentError) as refused:
        copy_for(library, press, **{field: value})
    assert f"`{field}` does not fit its box: {len(value.strip())} letters" in str(refused.value)
    assert "WW" not in str(refused.value)


def test_a_field_of_four_lines_holds_four_lines_and_no_more(library: Library) -> None:
    four = library.fields["notes"].model_copy(update={"lines": 4, "most": 400})
    roomy = replace(library, fields={**library.fields, "notes": four})
    press = Press(roomy)
    said = "Bring your medicine list. " * 10
    assert said.strip() in " ".join(texts(copy_for(roomy, press, notes=said)))
    with pytest.raises(ContentError, match="`notes` does not fit its box"):
        copy_for(roomy, press, notes="Bring your medicine list. " * 15)


def test_a_letter_that_no_font_has_names_the_field_and_not_the_letter(
    library: Library, press: Press
) -> None:
    with pytest.raises(ContentError) as refused:
        copy_for(library, press, name="Anna 例")
    assert str(refused.value).startswith("`name` has a letter that no font here has")
    assert "例" not in str(refused.value)


def test_a_value_is_text_whatever_it_holds(library: Library, press: Press) -> None:
    wild = "<b>A</b> {{ 7*7 }} **x** &amp; [l](u)"
    assert wild in texts(copy_for(library, press, name=wild))[0]


def test_no_field_is_told_in_the_file_of_a_blank(blank: Document) -> None:
    assert not re.search(r"None|undefined|\{\{", " ".join(texts(blank)))


def test_a_half_written_file_never_bears_the_name(blank: Document, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "ivig-en.pdf").mkdir()
    with pytest.raises(IsADirectoryError):
        blank.write(folder / "ivig-en.pdf")
    assert [path.name for path in folder.iterdir()] == ["ivig-en.pdf"]
