"""The booklet: judged, and read back from the PDF from cover to back cover."""

import logging
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from conftest import ANNA, DAY, written
from helpers import AT, FIRST, SHORT, clinic, mistakes, varied
from judges import judge, outloud
from weasyprint.logger import PROGRESS_LOGGER

from handouts.booklet import Booklet, DuplexTest, booklet
from handouts.handout import Handout
from handouts.library import Library, open_library
from handouts.pages import Pages
from handouts.patients import from_settings
from handouts.press import Document, Press

SIX = ("ivig", "rituximab", "abatacept", "infliximab", "options", "costs")
VISITS = {"visits": "2026-12-01, 2026-12-29, 2027-01-26"}


@pytest.fixture(scope="session")
def book(library: Library, press: Press) -> Document:
    """All our texts as one booklet, for everybody."""
    return press.print(booklet(library, "en", DAY))


@pytest.fixture(scope="session")
def annas_book(library: Library, press: Press) -> Document:
    """Anna's booklet of one treatment and its costs."""
    anna = from_settings({**ANNA, **VISITS}, library.fields)
    return press.print(booklet(library, "en", DAY, ids=("ivig", "costs"), patient=anna))


def reader(document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(document.pdf))


def texts(document: Document) -> list[str]:
    """The words of every page, as another program reads them."""
    pages = pypdfium2.PdfDocument(document.pdf)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages]


@dataclass(frozen=True)
class Link:
    """A link within the booklet: its words, its box, and where it leads; pages from 0."""

    page: int
    words: str
    box: tuple[float, float, float, float]
    target: int
    top: float


def links(document: Document) -> Iterator[Link]:
    """Every link that leads to a place in the same document."""
    pdf = reader(document)
    words = pypdfium2.PdfDocument(document.pdf)
    pages = {page.indirect_reference.idnum: i for i, page in enumerate(pdf.pages)}
    named = pdf.named_destinations
    for number, page in enumerate(pdf.pages):
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            if "/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo":
                place = named[str(link.get("/Dest") or link["/A"]["/D"])]
                left, high, right, low = map(float, link["/Rect"])
                said = words[number].get_textpage().get_text_bounded(left, low, right, high)
                box = (left, low, right, high)
                target = pages[place.raw_get("/Page").idnum]
                yield Link(number, " ".join(said.split()), box, target, float(place["/Top"]))


def whole(found: Iterable[Link]) -> Iterator[Link]:
    """The links, one for each that goes on in the next line."""
    for _, lines in groupby(found, key=lambda link: (link.page, link.target, link.top)):
        first, *more = lines
        yield replace(first, words=" ".join([first.words, *(link.words for link in more)]))


def bodies(document: Document) -> list[str]:
    """The words of every page less its running head, thumb mark, foot and numbers of sources."""
    found = []
    for sheet in pypdfium2.PdfDocument(document.pdf):
        width, height = sheet.get_size()
        words = sheet.get_textpage().get_text_bounded(38, 58, width - 38, height - 58)
        found.append(re.sub(r"Sources? \d[\d, to]*\d|Source \d+", "", " ".join(words.split())))
    return found


def below(document: Document, page: int, top: float, height: float = 40) -> str:
    """The words that stand on that page just below that height."""
    sheet = pypdfium2.PdfDocument(document.pdf)[page]
    said = sheet.get_textpage().get_text_bounded(0, top - height, 612, top)
    return " ".join(said.split())


def test_both_judges_pass_the_booklet_a_patients_and_one_on_a5(
    book: Document, annas_book: Document, library: Library, press: Press, tmp_path: Path
) -> None:
    a4 = library.clinic.model_copy(update={"paper": "A4"})
    few = booklet(library, "en", DAY, ids=("options",))
    a5 = press.print(Booklet(few.title, few.about, few.texts, a4, DAY))
    sizes = [
        [round(float(side)) for side in reader(one).pages[0].mediabox[2:]] for one in (book, a5)
    ]
    assert sizes == [[396, 612], [420, 595]]
    files = [
        written(book, tmp_path, "all.pdf"),
        written(annas_book, tmp_path, "anna.pdf"),
        written(a5, tmp_path, "a5.pdf"),
    ]
    assert judge(*files) == []
    assert outloud(*files) == []


def test_the_contents_name_the_page_where_each_heading_stands(book: Document) -> None:
    labels = reader(book).page_labels
    sheets = pypdfium2.PdfDocument(book.pdf)
    found = [link for link in whole(links(book)) if link.page == 2]
    for link in found:
        _, low, _, high = link.box
        beside = sheets[2].get_textpage().get_text_bounded(330, low - 3, 396, high + 3)
        assert beside.split() == [labels[link.target]]
        assert below(book, link.target, link.top, height=110).startswith(link.words)
    assert [link.words for link in found if link.words.startswith(("IVIG", "Paying"))] == [
        "IVIG",
        "Paying for infusion treatment",
    ]
    assert len(found) == len(SIX) + 7


def test_the_numbers_on_the_emergency_card_are_those_of_the_signs(book: Document) -> None:
    card = texts(book)[3]
    for name in ("IVIG", "Rituximab", "Abatacept", "Infliximab"):
        number = re.search(rf"{name} Page (\d+)", card)
        assert number is not None
        assert "When to call" in texts(book)[int(number[1]) - 1]
        assert "Call 911 Trouble breathing" in texts(book)[int(number[1]) - 1]


def test_every_link_to_a_word_lands_where_it_is_explained(book: Document, library: Library) -> None:
    known = {
        form.casefold(): term.term
        for term in library.glossaries["en"]
        for form in (term.term, *term.also)
    }
    others = ("When to call", "Where the signs")
    found = (link for link in whole(links(book)) if link.page > 3)
    led = [link for link in found if not link.words.startswith(others)]
    assert len(led) > 20
    for link in led:
        assert below(book, link.target, link.top).startswith(known[link.words.casefold()])


def test_a_page_is_called_by_the_number_that_is_printed_on_it(book: Document) -> None:
    labels = reader(book).page_labels
    assert labels[0] == "Cover"
    assert labels[-1] == "Back cover"
    for number, (label, words) in enumerate(zip(labels, texts(book), strict=True), 1):
        if 1 < number < len(labels):
            assert label == str(number)
            assert f"Page {label} of {len(labels)}" in words


def test_no_place_has_the_name_of_another(library: Library) -> None:
    page = Pages(library).html(booklet(library, "en", DAY)).html
    names = re.findall(r' id="([^"]*)"', page)
    assert len(names) > 100
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_each_source_stands_once(book: Document, library: Library) -> None:
    said = " ".join(bodies(book))
    listed = said[said.rindex(" Sources ") :]
    cited = {
        source
        for text in library.texts.values()
        for one in text.statements()
        for source in one.sources
    }
    for source in cited:
        assert _letters(listed).count(_letters(library.sources[source].cite)) == 1
    assert re.search(r"\b112\.", listed)
    assert not re.search(r"\b113\.", listed)


def test_bookmarks_are_the_chapters_and_their_sections(book: Document, library: Library) -> None:
    outline = reader(book).outline
    chapters = [str(mark.title) for mark in outline if not isinstance(mark, list)]
    assert [one for one in chapters if one in {text.title for text in library.texts.values()}] == [
        library.text(text_id, "en").title for text_id in SIX
    ]
    sections = outline[chapters.index("IVIG") + sum(isinstance(m, list) for m in outline[:4]) + 1 :]
    assert not any(
        isinstance(inner, list) for level in sections if isinstance(level, list) for inner in level
    )
    flat = [str(m.title) for level in outline if isinstance(level, list) for m in level]
    assert flat.count("When to call") == 4


def test_every_page_of_a_draft_says_so_at_its_foot(book: Document) -> None:
    sheets = pypdfium2.PdfDocument(book.pdf)
    for sheet in sheets:
        foot = sheet.get_textpage().get_text_bounded(0, 0, 396, 60)
        assert "Draft for the clinic’s review. Not yet for patients." in " ".join(foot.split())
    assert texts(book)[0].count("Draft for the clinic’s review.") == 2


def test_no_letter_is_smaller_than_eleven_points(book: Document) -> None:
    sizes: set[float] = set()

    def see(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            sizes.add(round(size * abs(tm[3]) * abs(cm[3]), 2))

    for page in reader(book).pages:
        page.extract_text(visitor_text=see)
    assert min(sizes) >= 11


def test_what_stands_once_in_a_book_is_not_said_in_every_chapter(
    book: Document, library: Library
) -> None:
    said = " ".join(bodies(book))
    assert said.count("1-800-FDA-1088") == 1
    assert said.count("This booklet helps you talk with your care team.") == 1
    assert said.count("Your own questions and notes") == 0
    # The term is explained once, behind the chapters, and never beside them.
    plasma = next(term for term in library.glossaries["en"] if term.term == "plasma")
    assert said.count(plasma.definition) == 1


def test_every_statement_of_every_text_is_printed(book: Document, library: Library) -> None:
    pages, starts = bodies(book), [link.target for link in whole(links(book)) if link.page == 2]
    ends = dict(pairwise(sorted({*starts, len(pages)})))
    shared = _letters(" ".join(pages[-12:]))
    for number, text_id in enumerate(SIX, 1):
        # Between the beginning of its chapter and that of the next.
        begin = starts[number]
        chapter = _letters(" ".join(pages[begin : ends[begin]]))
        for section in library.text(text_id, "en").on(DAY).sections:
            for one in (one for group in section.groups().values() for one in group):
                said = _letters(re.sub(r"\*|_{3,}|\]\([^)]*\)|\[", "", one.text))
                assert said in (shared if section.kind == "link" else chapter), (
                    f"{text_id}: {one.id}"
                )


def _letters(words: str) -> str:
    return re.sub(r"\W", "", words.replace("\u2019", "'"))


def test_layout_takes_three_passes_at_most(library: Library, press: Press) -> None:
    passes: list[str] = []

    class Passes(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            passes.extend(re.findall(r"Repagination", record.getMessage()))

    handler, level = Passes(), PROGRESS_LOGGER.level
    PROGRESS_LOGGER.addHandler(handler)
    PROGRESS_LOGGER.setLevel(logging.DEBUG)
    try:
        press.print(booklet(library, "en", DAY, ids=("options",)))
    finally:
        PROGRESS_LOGGER.removeHandler(handler)
        PROGRESS_LOGGER.setLevel(level)
    assert 1 <= len(passes) <= 2


def test_the_same_booklet_is_the_same_bytes(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("handouts")), "booklet", "options"]
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        options = ["--as-of", "2026-11-22", "--out", str(out), "--sheets", "saddle"]
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
        subprocess.run([*command, *options], check=True, capture_output=True, env=env)
        made.append((out / "booklet-options-en-saddle.pdf").read_bytes())
    assert made[0] == made[1]


def test_a_patients_booklet_bears_her_name_on_its_cover_and_nowhere_else_but_the_page(
    annas_book: Document,
) -> None:
    said = texts(annas_book)
    assert "This booklet belongs to Anna Example" in said[0]
    assert "Tuesday, December 1, 2026, at 9:30 a.m." in said[1]
    visits = next(words for words in said if "My visits" in words and "What for" in words)
    assert "Tue, Jan 26, 2027" in visits
    pdf = reader(annas_book)
    beside = [str(pdf.metadata), pdf.xmp_metadata.stream.get_data().decode(), str(pdf.outline)]
    assert "Anna" not in " ".join([*beside, annas_book.name])
    assert annas_book.name == "booklet-ivig-costs-en"


def test_whatever_fits_a_sheet_fits_the_booklet(tmp_path: Path) -> None:
    longest = {
        "name": "Anna Maria Magdalena Example-Sampleton",
        "location": "Northside Infusion Clinic, Suite 3, second floor",
        "clinician": "Dr. Maria Sampleton",
        "phone": "+1 312-555-0123, 4567",
        "notes": ANNA["notes"] + " Bring a snack, and a book.",
    }
    library = open_library(clinic(tmp_path, {AT: SHORT}))
    press, text = Press(library), library.text("short", "en")
    anna = from_settings(longest, library.fields)
    press.print(Handout(text, library.clinic, DAY, anna))
    days = ", ".join(f"2027-09-{day:02}" for day in range(1, 11))
    dated = from_settings({**longest, "visits": days}, library.fields)
    copy = press.print(booklet(library, "en", DAY, ids=("short",), patient=dated))
    assert copy.pages == press.print(booklet(library, "en", DAY, ids=("short",))).pages


# Which texts, in which order, and what the file is called


def test_the_chapters_are_those_that_the_clinic_names_and_hands_out(tmp_path: Path) -> None:
    folder = clinic(
        tmp_path,
        {
            "clinic.yaml": "texts: [costs, short, ivig]\n"
            "booklet: {title: {en: Our book}, texts: [ivig, options, short]}\n",
            AT: SHORT,
        },
    )
    made = booklet(open_library(folder), "en", DAY)
    assert [text.id for text in made.texts] == ["ivig", "short"]
    assert (made.title, made.about, made.name) == ("Our book", "", "booklet-en")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        # Treatments stand before topics where nobody says otherwise.
        ("", ["abatacept", "infliximab", "ivig", "rituximab", "costs", "options"]),
        ("texts: [options, ivig]\n", ["options", "ivig"]),
        ("texts: [ivig]\nbooklet: {texts: [costs]}\n", ["ivig"]),
    ],
)
def test_without_a_list_of_its_own_a_booklet_holds_what_is_handed_out(
    own: str, expected: list[str], tmp_path: Path
) -> None:
    library = open_library(clinic(tmp_path, {"clinic.yaml": f"name: A\n{own}"}))
    made = booklet(library, "en", DAY)
    assert [text.id for text in made.texts] == expected
    assert made.title == "Your treatment"


def test_chosen_chapters_stand_in_the_order_given_and_name_the_file(library: Library) -> None:
    made = booklet(library, "en", DAY, ids=("rituximab", "ivig"))
    assert [text.id for text in made.texts] == ["rituximab", "ivig"]
    assert made.name == "booklet-rituximab-ivig-en"
    assert DuplexTest.of(made, "Test").name == "duplex-test-en"


def test_a_name_that_no_disk_takes_is_shortened(tmp_path: Path) -> None:
    ids = [f"a-treatment-with-a-long-name-{number}" for number in range(9)]
    files = {f"data/treatments/{one}/en.yaml": varied({"id: short": f"id: {one}"}) for one in ids}
    library = open_library(clinic(tmp_path, files))
    name = booklet(library, "en", DAY, ids=ids).name
    assert re.fullmatch(r"booklet-9-chapters-[0-9a-f]{8}-en", name)
    assert name != booklet(library, "en", DAY, ids=ids[::-1]).name


def test_a_chapter_that_there_is_not_is_told_where_it_is_named(tmp_path: Path) -> None:
    folder = clinic(tmp_path, {"clinic.yaml": "name: A\nbooklet:\n  texts: [ivig, rituximb]\n"})
    assert [line.rpartition("/")[2] for line in mistakes(open_library, folder)] == [
        "clinic.yaml:3: there is no text `rituximb` (did you mean `rituximab`?)"
    ]


# What a clinic writes


def small(folder: Path, files: dict[str, str] | None = None, **values: str) -> list[str]:
    """The words of each page of a booklet of `SHORT` alone."""
    library = open_library(clinic(folder, {AT: SHORT, **(files or {})}))
    patient = from_settings(values, library.fields) if values else None
    made = booklet(library, "en", DAY, ids=("short",), patient=patient)
    return texts(Press(library).print(made))


def test_a_word_of_the_glossary_is_explained_at_the_end(tmp_path: Path) -> None:
    text = varied({"One thing.": "From **plasma**, and plasma again."})
    words = " ".join(small(tmp_path, {AT: text}))
    assert "Words to know" in words
    assert "plasma: The yellow liquid part of blood." in words


def test_a_book_without_hard_words_has_no_glossary(tmp_path: Path) -> None:
    assert "Words to know" not in " ".join(small(tmp_path))


def test_a_wide_table_becomes_cards(tmp_path: Path) -> None:
    rows = (
        "    kind: table\n    columns: [Treatment, How, When]\n    rows:\n      - head: Water\n        cells:\n"
        "          - {id: a, text: By mouth., sources: [acr-ivig], confidence: mixed}\n"
        "          - {id: b, text: Each day., sources: [acr-ivig], confidence: mixed}\n"
    )
    text = varied({"    kind: prose\n    statements:\n" + FIRST: rows})
    assert any(
        "Treatment Water How By mouth. When Each day." in page
        for page in small(tmp_path, {AT: text})
    )


def test_an_address_that_two_chapters_share_stands_once(tmp_path: Path) -> None:
    link = (
        "  - id: more\n    heading: More to read\n    kind: link\n    url: https://clinic.example\n"
        "    statements:\n      - {id: read, text: Read on., sources: [acr-ivig], confidence: mixed}\n"
    )
    files = {
        AT: SHORT + link,
        "data/treatments/second/en.yaml": varied({"id: short": "id: second"}) + link,
        "data/treatments/third/en.yaml": varied({"id: short": "id: third"})
        + link.replace("Read on.", "Read this."),
    }
    library = open_library(clinic(tmp_path, files))
    made = booklet(library, "en", DAY, ids=("short", "second", "third"))
    words = " ".join(texts(Press(library).print(made)))
    assert words.count("Read on.") == 1
    assert words.count("Read this.") == 1
    assert words.index("Read this.") < words.index("Read on.")


def test_each_cover_is_one_page_however_long_its_words_are(tmp_path: Path) -> None:
    own = (
        "name: Northside Infusion Clinic for Muscle, Joint and Skin Diseases of the County\n"
        "address: 240 Harbor Street, Suite 3, Springfield, beside the Old Harbor Market Hall\n"
        "web: https://northside.example\nlogo: logo.svg\n"
        "day_phone: {number: 312-555-0142, hours: 'Monday to Friday, 8 a.m. to 5 p.m., and on the first Saturday of a month'}\n"
        "booklet: {title: {en: Your infusion treatment and all that belongs to it}, about: {en: For adults with dermatomyositis (DM) and those who live with them}}\n"
    ).replace("logo: logo.svg\n", "brand: {logo: logo.svg}\n")
    mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9z"/></svg>'
    for paper in ("Letter", "A4"):
        said = small(tmp_path, {"clinic.yaml": f"{own}paper: {paper}\n", "logo.svg": mark})
        assert said[1].startswith("How to use this booklet")
        assert "Whom to call" in said[-1]
        assert "My notes" in said[-2]


def test_a_clinics_own_page_of_the_book_is_used(tmp_path: Path) -> None:
    for block in ("cover", "use", "card", "back"):
        own = f'{{% extends "shipped/booklet.html" %}}{{% block {block} %}}<h1>Welcome</h1>{{% endblock %}}'
        said = small(tmp_path, {"templates/booklet.html": own})
        assert "Welcome" in " ".join(said)
        # Whatever a clinic puts there, each page says that it is a draft.
        assert all("Draft for the clinic’s review. Not yet for patients." in page for page in said)


def test_a_mistake_in_a_chapters_template_is_told_by_its_line(tmp_path: Path) -> None:
    own = '{% extends "shipped/chapter.html" %}\n{% block heading %}{{ text.titel }}{% endblock %}'
    folder = clinic(tmp_path, {AT: SHORT, "templates/chapter.html": own})
    told = mistakes(lambda: Press(open_library(folder)))
    assert [line.rpartition("templates/")[2] for line in told] == [
        "chapter.html:2: `text` has no `titel` (did you mean `title`?)"
    ]


def test_a_name_too_long_for_its_box_is_refused_and_not_said(tmp_path: Path) -> None:
    library = open_library(clinic(tmp_path, {AT: SHORT}))
    patient = from_settings({"name": "W" * 60}, library.fields)
    made = booklet(library, "en", DAY, ids=("short",), patient=patient)
    told = mistakes(Press(library).print, made)
    assert told == ["`name` does not fit its box: 60 letters (shorten it: the box has 2 lines)"]


def test_a_value_that_stands_out_of_the_flow_has_to_fit_too(tmp_path: Path) -> None:
    files = {AT: SHORT, "styles/clinic.css": ".box { position: absolute; width: 300pt }\n"}
    library = open_library(clinic(tmp_path, files))
    patient = from_settings({"clinician": "W" * 40}, library.fields)
    told = mistakes(
        Press(library).print, Handout(library.text("short", "en"), library.clinic, DAY, patient)
    )
    assert told == ["`clinician` does not fit its box: 40 letters (shorten it: the box has 1 line)"]


def test_a_book_of_one_page_has_one_label(tmp_path: Path) -> None:
    own = '{% extends "shipped/booklet.html" %}{% block body %}<h1>Short</h1>{% endblock %}'
    library = open_library(clinic(tmp_path, {AT: SHORT, "templates/booklet.html": own}))
    made = Press(library).print(booklet(library, "en", DAY, ids=("short", "short")))
    assert reader(made).page_labels == ["Cover"]
