"""Checks of printed pages: faults that were planted, each found on its page; ours have none."""

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from conftest import DAY, english
from helpers import AT, SHORT, TODAY, clinic

from handouts.booklet import booklet
from handouts.checks import PAGE_CHECKS
from handouts.checks.finding import Finding
from handouts.checks.pages import page_findings, standards
from handouts.checks.proof import Proof
from handouts.handout import Handout
from handouts.library import Library, open_library
from handouts.press import Document, Press

LINK = """\
  - id: more
    heading: More
    kind: link
    url: https://www.fda.gov/medwatch
    statements:
      - {id: scan, text: Scan it., sources: [acr-ivig], confidence: mixed}
"""
CSS, PAGE = "styles/clinic.css", "templates/handout.html"


def own(block: str, words: str) -> str:
    """A template that fills one block."""
    top = '{% extends "shipped/handout.html" %}'
    return f"{top}\n{{% block {block} %}}{words}{{% endblock %}}\n"


def after(words: str) -> dict[str, str]:
    """These words of HTML behind the sections, and styles for them."""
    css = """
.far { height: 300pt } .page-end { break-after: page } .next { break-before: page }
.two { columns: 2; height: 80pt; column-fill: auto } .fill { height: 62pt; margin: 0 } .two h2 { margin: 0; break-after: auto }
.up { margin-top: -14pt } .out { margin-left: -50pt } .wide { white-space: nowrap }
.tall td { height: auto } tr { break-inside: auto } td, th { vertical-align: top }
.narrow { width: 30pt; white-space: nowrap } .row { display: flex }
"""
    return {PAGE: own("sections", "{{ super() }}" + words), CSS: css}


LONG = "word " * 700

#: Files of a clinic, the rule that finds the fault, and the page that it is on.
PLANTED: Mapping[str, tuple[dict[str, str], str, int | None]] = {
    "a caption of 7 points": ({CSS: ".title .about { font-size: 7pt }"}, "small-type", 1),
    "a foot of 8 points": ({CSS: ".foot { font-size: 8pt }"}, "small-type", 1),
    "all in 10 points": (
        {**after(f"<p>{LONG}</p>"), CSS: "html { font-size: 10pt }"},
        "small-type",
        1,
    ),
    "grey on grey": (
        {CSS: ".title .about { color: #888; background: #bbb }"},
        "pale-type",
        1,
    ),
    "white on white": ({CSS: ".title .about { color: #fff }"}, "pale-type", 1),
    "black that is hardly there": (
        {CSS: ".title .about { color: rgba(0,0,0,.15) }"},
        "pale-type",
        1,
    ),
    "a part that is half transparent": ({CSS: ".title .about { opacity: .25 }"}, "pale-type", 1),
    "two colours that are one grey": (
        {CSS: ".title .about { color: #993399; background: #00ff00 }"},
        "pale-type",
        1,
    ),
    "a heading at the foot": (
        after('<p class="far">x</p><h2 class="page-end">Alone</h2><p>Next.</p>'),
        "stranded-heading",
        1,
    ),
    "a heading at the foot of a column": (
        after('<div class="two"><p class="fill">One</p><h2>Alone</h2><p>Two two two.</p></div>'),
        "stranded-heading",
        1,
    ),
    "a row on two pages": (
        after(f"<table><tr><th>Head</th><td>{LONG}</td></tr><tr><th>B</th><td>C</td></tr></table>"),
        "split-row",
        2,
    ),
    "a line on another": (
        after('<p>Some words</p><p class="up">Other words</p>'),
        "overprinted",
        1,
    ),
    "a word too long for its column": (
        after(
            '<div class="row"><p class="narrow">Immunoglobulins</p><p class="narrow">Word</p></div>'
        ),
        "overprinted",
        1,
    ),
    "words left of the sheet": (after('<p class="out">Outside</p>'), "outside-margin", 1),
    "words right of the sheet": (after(f'<p class="wide">{"wide " * 40}</p>'), "outside-margin", 1),
    "no foot": ({PAGE: own("footer", "")}, "missing-foot", 1),
    "a foot without its version": (
        {PAGE: own("footer", '<div class="foot">{{ say("draft_band") }} {{ imprint }}</div>')},
        "missing-foot",
        1,
    ),
    "no word of a draft": ({CSS: ".band { display: none }"}, "missing-foot", 1),
    "no number of the page": ({CSS: ".imprint .page { display: none }"}, "missing-foot", 1),
    "too many pages": (after('<p class="next">More.</p>' * 6), "page-count", None),
    "a last page with a line on it": (
        {PAGE: own("sources", '<p class="next">The end.</p>'), CSS: ".next { break-before: page }"},
        "empty-page",
        2,
    ),
    "a code as small as a stamp": (
        {AT: SHORT + LINK, CSS: ".hanging .qr svg { width: 40pt; height: 40pt }"},
        "unread-code",
        1,
    ),
    "a code that is covered": (
        {
            AT: SHORT + LINK,
            CSS: ".qr { position: relative } .qr::after { content: ''; position: absolute; left: 0; top: 0;"
            " width: 50pt; height: 50pt; background: #000 }",
        },
        "unread-code",
        1,
    ),
    "a code in pale grey": (
        {AT: SHORT + LINK, CSS: ".qr svg { opacity: .04 }"},
        "unread-code",
        1,
    ),
    "a heading that skips a level": (after("<h4>Deep</h4><p>Text.</p>"), "heading-order", 1),
    "no title": ({PAGE: own("heading", "<p>Short</p>")}, "heading-order", 1),
    "a table without heads": (
        after("<table><tr><td>A</td><td>B</td></tr></table>"),
        "headless-table",
        1,
    ),
}


def found(folder: Path, files: Mapping[str, str]) -> list[Finding]:
    library = open_library(clinic(folder, {AT: SHORT, **files}))
    job = Handout(library.text("short", "en"), library.clinic, TODAY)
    return page_findings(Proof(library, job, Press(library).print(job).pdf))


@pytest.mark.parametrize(("files", "rule", "page"), PLANTED.values(), ids=list(PLANTED))
def test_a_planted_fault_is_found_on_its_page(
    files: dict[str, str], rule: str, page: int | None, tmp_path: Path
) -> None:
    told = [(one.rule, one.page) for one in found(tmp_path, files)]
    assert (rule, page) in told


def test_what_is_as_it_should_be_is_not_found(tmp_path: Path) -> None:
    heavy = after('<p class="heavy">I</p>')
    heavy[CSS] += (
        ".title .about { color: #444 } .heavy { font: 800 40pt/40pt sans-serif; color: #999 }"
    )
    told = found(
        tmp_path, {AT: SHORT + LINK, CSS: heavy[CSS].replace("#999", "#333"), PAGE: heavy[PAGE]}
    )
    assert told == []


def spoilt(pdf: bytes, spoil: Callable[[pypdf.PdfWriter], None]) -> bytes:
    """The file with something in it spoilt."""
    written = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    spoil(written)
    data = BytesIO()
    written.write(data)
    return data.getvalue()


def objects(written: pypdf.PdfWriter, key: str) -> Iterator[pypdf.generic.DictionaryObject]:
    """All that has such a key."""
    for one in written._objects:
        if isinstance(one, pypdf.generic.DictionaryObject) and key in one:
            yield one


def proof(library: Library, pdf: bytes) -> Proof:
    return Proof(library, Handout(library.text("ivig", "en"), library.clinic, DAY), pdf)


def test_a_figure_without_words_is_found(library: Library, sheets: dict[str, Document]) -> None:
    def silence(written: pypdf.PdfWriter) -> None:
        for figure in objects(written, "/Alt"):
            del figure["/Alt"]

    told = page_findings(proof(library, spoilt(sheets["ivig"].pdf, silence)))
    assert ("silent-figure", 2) in [(one.rule, one.page) for one in told]


def test_a_letter_that_no_font_has_is_found(library: Library, sheets: dict[str, Document]) -> None:
    def box(written: pypdf.PdfWriter) -> None:
        content = written.pages[1]["/Contents"].get_object()
        content.set_data(re.sub(rb"<[0-9a-f]{4}", b"<0000", content.get_data(), count=1))

    told = page_findings(proof(library, spoilt(sheets["ivig"].pdf, box)))
    assert [(one.rule, one.page, one.message) for one in told] == [
        ("unknown-letter", 2, "ivig-en: 1 letter is in no font, printed as an empty box")
    ]


def test_a_link_to_ones_own_disk_is_found(tmp_path: Path) -> None:
    def lead_astray(written: pypdf.PdfWriter) -> None:
        for action in objects(written, "/A"):
            action["/A"].get_object()[pypdf.generic.NameObject("/URI")] = (
                pypdf.generic.TextStringObject("file:///etc/passwd")
            )

    links = after('<p><a href="https://example.org">Look</a></p>')
    library = open_library(clinic(tmp_path, {AT: SHORT, **links}))
    job = Handout(library.text("short", "en"), library.clinic, TODAY)
    pdf = Press(library).print(job).pdf
    assert page_findings(Proof(library, job, pdf)) == []
    told = page_findings(Proof(library, job, spoilt(pdf, lead_astray)))
    assert [(one.rule, one.page) for one in told] == [("strange-link", 1)]


def test_our_own_sheets_have_no_fault(library: Library, sheets: dict[str, Document]) -> None:
    for text in english(library):
        job = Handout(text, library.clinic, DAY)
        assert page_findings(Proof(library, job, sheets[text.id].pdf)) == []


def test_our_own_booklet_has_no_fault(library: Library, press: Press) -> None:
    short = booklet(library, "en", DAY, ids=("costs", "ivig"))
    assert page_findings(Proof(library, short, press.print(short).pdf)) == []


def test_a_file_that_breaks_a_standard_is_found(
    library: Library, sheets: dict[str, Document]
) -> None:
    def unmark(written: pypdf.PdfWriter) -> None:
        del written.root_object["/MarkInfo"]

    job = Handout(library.text("costs", "en"), library.clinic, DAY)
    good = Proof(library, job, sheets["costs"].pdf)
    told = list(standards.check([good, proof(library, spoilt(sheets["ivig"].pdf, unmark))]))
    assert {(one.rule, one.severity) for one in told} == {("standards", "error")}
    assert all(one.message.startswith("ivig-en: ") for one in told)
    assert any(one.message.startswith("ivig-en: it is no PDF/UA-1: ") for one in told)


def test_without_java_a_note_says_that_nobody_has_judged(
    library: Library, sheets: dict[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (told,) = standards.check([proof(library, sheets["ivig"].pdf)])
    assert told.severity == "note"
    assert told.message == "ivig-en: nobody has judged if the files are archival and accessible"
    assert told.hint == "veraPDF needs Java: install Debian's openjdk-17-jdk-headless"


def test_every_rule_of_pages_is_planted() -> None:
    planted = {rule for _, rule, _ in PLANTED.values()} | {
        "unknown-letter",
        "strange-link",
        "silent-figure",
    }
    assert planted == {check.RULE for check in PAGE_CHECKS}
