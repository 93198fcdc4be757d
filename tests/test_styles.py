"""A clinic's own style sheets: what they change, and what would be ignored without a word."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from helpers import AT, SHORT, TODAY, clinic, mistakes, nobody

from handouts import SHIPPED, styles
from handouts.handout import Handout
from handouts.library import Library, open_library
from handouts.pages import Pages
from handouts.patients import from_settings
from handouts.press import Document, Press

CLINICS = "styles/clinic.css"
SHEET = "templates/handout.html"
KNOWN = "look up what the property takes"
OWN = "put the file into `templates` or `styles` of the clinic's folder"


def printed(folder: Path, files: dict[str, str], **values: str) -> Document:
    """`SHORT` printed by the clinic that has these files."""
    library = open_library(clinic(folder, {AT: SHORT, **files}))
    patient = from_settings(values, library.fields) if values else None
    text = library.text("short", "en")
    return Press(library).print(Handout(text, library.clinic, TODAY, patient))


def told(folder: Path, files: dict[str, str], **values: str) -> list[str]:
    """The mistakes of that print, with paths as seen from the folder."""
    sentences = mistakes(lambda: printed(folder, files, **values))
    return [sentence.replace(f"{folder.resolve()}/", "") for sentence in sentences]


def within(body: str) -> str:
    """A template in which the body, from its third line on, stands for the masthead."""
    return f'{{% extends "shipped/handout.html" %}}\n{{% block masthead %}}\n{body}\n{{% endblock %}}\n'


def size(document: Document) -> tuple[float, float]:
    page = pypdfium2.PdfDocument(document.pdf)[0]
    return page.get_size()


def test_the_clinics_sheet_is_loaded_last_and_wins_over_ours(tmp_path: Path) -> None:
    ours = printed(tmp_path / "ours", {})
    wide = printed(tmp_path / "wide", {CLINICS: "@page { size: 700pt 800pt !important }\n"})
    bare = printed(tmp_path / "bare", {CLINICS: "h1 { display: none }\n"})
    assert size(ours) == (612, 792)
    assert size(wide) == (700, 800)
    assert b"Short" in words(ours)
    assert words(bare).count(b"Short") == words(ours).count(b"Short") - 1


def words(document: Document) -> bytes:
    page = pypdfium2.PdfDocument(document.pdf)[0]
    return str(page.get_textpage().get_text_bounded()).encode()


def test_nothing_is_wrong_with_our_own_sheets(tmp_path: Path) -> None:
    ours = {f"styles/{p.name}": p.read_text() for p in (SHIPPED / "styles").glob("*.css")}
    assert "styles/tokens.css" in ours
    assert told(tmp_path, ours) == []


@pytest.mark.parametrize("sheet", ["", "\n\n", "/* nothing yet */", '@charset "utf-8";', "p {}"])
def test_a_sheet_that_says_nothing_is_right(sheet: str, tmp_path: Path) -> None:
    assert told(tmp_path, {CLINICS: sheet}) == []


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A clinic that has `SHORT` and no sheet, opened once."""
    return open_library(clinic(tmp_path_factory.mktemp("short").resolve(), {AT: SHORT}))


@pytest.fixture(scope="module")
def samples(short: Library) -> list[str]:
    return Pages(short).samples()


FONT = "1: there is no font `Ariel` here "


@pytest.mark.parametrize(
    ("sheet", "sentences"),
    [
        ("p {\n  colr: red }", ["2: there is no property `colr` (did you mean `color`?)"]),
        (
            "p { color: tael }",
            ["1: `color: tael` is not a value that can stand here (did you mean `teal`?)"],
        ),
        (
            "\np { margin: 1px 2px 3px 4px 5px }",
            [f"2: `margin: 1px 2px 3px 4px 5px` is not a value that can stand here ({KNOWN})"],
        ),
        (
            "p { color: }",
            ["1: `color` has no value, or one that nobody sets (write a value after the colon)"],
        ),
        ("p { color red }", ["1: this is not a declaration (write `property: value;`)"]),
        ("p { transition: all 1s }", ["1: `transition` does nothing on paper (take it out)"]),
        (
            "p { -webkit-hyphens: auto }",
            ["1: `-webkit-hyphens` does nothing on paper (take it out)"],
        ),
        (
            "\n\np:nope { color: red }",
            ["3: `p:nope` chooses nothing that there is (look up the selector)"],
        ),
        (
            "p::nope { color: red }",
            ["1: `p::nope` chooses nothing that there is (look up the selector)"],
        ),
        ("p { & b {\n colr: red } }", ["2: there is no property `colr` (did you mean `color`?)"]),
        (
            "@media print {\n p { colr: red } }",
            ["2: there is no property `colr` (did you mean `color`?)"],
        ),
        ("@supports (a: b) { }", ["1: `@supports` cannot stand here (check the spelling)"]),
        ("@pgae { margin: 1in }", ["1: `@pgae` cannot stand here (did you mean `page`?)"]),
        (
            "@page { @top-lft { content: 'a' } }",
            ["1: `@top-lft` cannot stand here (did you mean `top-left`?)"],
        ),
        (
            "@page :nope { margin: 1in }",
            ["1: `@page :nope` is no kind of page (write :first, :left or :right)"],
        ),
        (
            "p { color: red }\n@import 'more.css';",
            ["2: `@import` must stand at the head of its sheet (move it up)"],
        ),
        (
            "@import 'nope.css';",
            ["1: there is no file `nope.css` (check the spelling, and where the file lies)"],
        ),
        (
            "@import 'http://h.example/x.css';",
            [f"1: `http://h.example/x.css` is not fetched from elsewhere ({OWN})"],
        ),
        (
            "p { color: var(--nope-at-all) }\np { color: var(--brand-ikn) }",
            [
                "1: nothing sets `--nope-at-all` (check the spelling)",
                "2: nothing sets `--brand-ikn` (did you mean `--brand-ink`?)",
            ],
        ),
        (
            "p { font-family: Comic Sans, serif }",
            ["1: there is no font `Comic Sans` here (did you mean `Noto Sans`?)"],
        ),
        (
            "p { font: 12pt/1 'Noto Snas' }",
            ["1: there is no font `Noto Snas` here (did you mean `Noto Sans`?)"],
        ),
        (
            ":root { --font-text: 'Noto Snas', var(--font-personal) }",
            ["1: there is no font `Noto Snas` here (did you mean `Noto Sans`?)"],
        ),
        ("p { background: url(nope.png) }", ["1: there is no picture `nope.png` "]),
        (
            "p { content: url(../clinic.yaml) }",
            [f"1: `clinic.yaml` does not lie where a page may show it ({OWN})"],
        ),
        ("a { " * 3000, [": the style sheet cannot be read (take out what was added last)"]),
        (
            "p {\n  background: url(x.png);\n  list-style: url(x.png) }",
            ["2: there is no picture `x.png` ", "3: there is no picture `x.png` "],
        ),
        (
            "@namespace url(http://h.example/ns);",
            ["1: `@namespace` cannot stand here (check the spelling)"],
        ),
        (
            "p { background-color: red }\np { color: }",
            ["2: `color` has no value, or one that nobody sets (write a value after the colon)"],
        ),
        (":root { --font-size-big: large; --font-weight: bold }", []),
        ("p { --mine: Ariel; font: var(--big) 12pt var(--mine); --big: bold }", [FONT]),
        ("p { --mine: var(--more), serif; --more: Ariel; font-family: var(--mine) }", [FONT]),
        ("p { color: rgb(1 2 3); font-family: inherit }\nh1 { font-family: 'noto sans' }", []),
        ("p { color: var(--nope, red); --mine: 1; width: calc(1pt * var(--mine)) }", []),
    ],
)
def test_what_a_sheet_would_lose_without_a_word_is_told_by_file_and_line(
    sheet: str, sentences: list[str], short: Library, samples: list[str]
) -> None:
    folder = clinic(short.folders[0], {CLINICS: sheet})
    own = replace(short, files=(folder / CLINICS,))
    seen = [str(problem) for problem in styles.mistakes(own, samples)]
    found = [sentence.replace(f"{folder}/", "") for sentence in seen]
    assert len(found) == len(sentences)
    for sentence, wanted in zip(found, sentences, strict=True):
        where = CLINICS if wanted.startswith(":") else f"{CLINICS}:"
        assert sentence.startswith(where + wanted)


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        (
            ":root { --mine: tael }\np { color: teal }\nh1 { color: var(--mine) }",
            "3: `color: tael` is not a value that can stand here (did you mean `teal`?)",
        ),
        (
            "h1::after { content: target-counter('#nope', page) }",
            "1: a reference leads to `#nope`, which is nowhere on the page "
            "(check its spelling, and that the part it names is printed)",
        ),
    ],
)
def test_what_shows_only_in_a_print_is_told_by_file_and_line(
    sheet: str, sentence: str, tmp_path: Path
) -> None:
    assert told(tmp_path, {CLINICS: sheet}) == [f"{CLINICS}:{sentence}"]


def test_a_style_in_a_template_is_not_told_of_the_line_of_a_sheet(tmp_path: Path) -> None:
    files = {SHEET: within('<p style="color: tael">x</p>'), CLINICS: "h1 { color: red }\n"}
    (found,) = told(tmp_path, files)
    assert found.startswith(f"{SHEET}:3: `color: tael`")


def test_a_sheet_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    library = open_library(clinic(tmp_path, {AT: SHORT, CLINICS: "p {}"}))
    (tmp_path / CLINICS).chmod(0)
    tmp_path.chmod(0o755)
    with nobody():
        (found,) = styles.mistakes(library, [])
    assert str(found).endswith(
        "clinic.css: this may not be read by you (ask whoever it belongs to)"
    )


def test_what_a_mac_leaves_beside_a_sheet_is_no_sheet(tmp_path: Path) -> None:
    folder = clinic(tmp_path, {AT: SHORT, CLINICS: "p {}"})
    (folder / "styles" / "._clinic.css").write_bytes(b"\x00\x05\x16\x07\xff")
    assert mistakes(Press, open_library(folder)) == []


def test_the_mistakes_of_all_sheets_and_templates_are_told_at_once(tmp_path: Path) -> None:
    files = {
        "styles/base.css": "p { colr: red }\n",
        CLINICS: '@import "more.css";\np { colour: red }\nh1 { color: tael }\n',
        "styles/more.css": "\n\np { widht: 1in }\n",
        SHEET: "{{ nmae }}",
    }
    assert [sentence.split(" (")[0] for sentence in told(tmp_path, files)] == [
        f"{SHEET}:1: there is no `nmae` on this page",
        "styles/base.css:1: there is no property `colr`",
        f"{CLINICS}:2: there is no property `colour`",
        f"{CLINICS}:3: `color: tael` is not a value that can stand here",
        "styles/more.css:3: there is no property `widht`",
    ]


def test_a_sheet_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    folder = clinic(tmp_path, {AT: SHORT, CLINICS: ""})
    (folder / CLINICS).write_bytes("/* all\nthe caf\xe9s */".encode("latin-1"))
    library = open_library(folder)
    (sentence,) = mistakes(Press, library)
    assert sentence == f"{folder / CLINICS}:2: this is not UTF-8 text (save it as UTF-8)"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            "<style>\np { colr: red }</style>",
            f"{SHEET}:4: there is no property `colr` (did you mean `color`?)",
        ),
        (
            '<p>\n<b style="color: tael">x</b></p>',
            f"{SHEET}:4: `color: tael` is not a value that can stand here (did you mean `teal`?)",
        ),
        ('\n<img alt="" src="nope.png">', f"{SHEET}:4: there is no picture `nope.png` "),
        (
            '<img alt="" src="http://h.example/x.png">',
            f"{SHEET}:3: `http://h.example/x.png` is not fetched from elsewhere ({OWN})",
        ),
        (
            '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E">',
            f"{SHEET}:3: a picture says nothing to who cannot see it",
        ),
        (
            '<img alt="" src="data:image/png,nope">',
            f"{SHEET}:3: the picture `data:image/png,nope` cannot be shown",
        ),
        ('<a href="#nope">x</a>', f"{SHEET}:3: the link `#nope` leads nowhere on the page"),
        (
            '<i id="a">x</i>\n<b id="a">y</b>',
            f"{SHEET}:3: there are two places `#a` to lead to (give one of them another `id`)",
        ),
        (
            "\n<p>☃</p>",
            f"{SHEET}:4: no font here has the letter `☃` (U+2603) (write it another way)",
        ),
        (
            '<script>alert("x")</script>',
            f"{SHEET}:3: `<script>` does nothing on paper (take it out)",
        ),
    ],
)
def test_what_goes_wrong_in_a_template_while_it_is_laid_out_is_told_with_its_line(
    body: str, sentence: str, tmp_path: Path
) -> None:
    (found,) = told(tmp_path, {SHEET: within(body)})
    assert found.startswith(sentence)


NAME = '{% for box in panel if box.id == "name" %}\nBODY\n{% endfor %}'


@pytest.mark.parametrize(
    "body",
    [
        '<p style="color: {{ box.value }}">x</p>',
        "<style>p { {{ box.value }}: red }</style>",
        "<style>{{ box.value }}:nope { color: red }</style>",
        '<img alt="" src="{{ box.value }}.png">',
        '<img alt="" src="http://h.example/{{ box.value }}">',
        '<img alt="" src="data:image/png,{{ box.value }}">',
        '<a href="javascript:{{ box.value }}">x</a>',
        '<a href="#{{ box.value }}">x</a>',
        '<i id="{{ box.value }}">x</i><i id="{{ box.value }}">x</i>',
        "<b style=\"font-family: '{{ box.value }}'; content: target-text('#{{ box.value }}')\">x</b>"
        '<img src="{{ box.value }}.svg">',
    ],
)
def test_what_goes_wrong_in_a_patients_copy_never_repeats_the_patients_words(
    body: str, tmp_path: Path
) -> None:
    template = within(NAME.replace("BODY", body))
    found = told(tmp_path, {SHEET: template}, name="Anna Example")
    assert found
    assert "Anna" not in "".join(found)
    assert "Example" not in "".join(found)
