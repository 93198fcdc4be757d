"""A handout as HTML: words, dates, numbers, sources and notes."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from babel.dates import format_date
from helpers import AT, FIRST, GLOSSARY, SHORT, TODAY, clinic, page, varied
from hypothesis import given
from hypothesis import strategies as st

from handouts.handout import Handout
from handouts.language import Language, bound
from handouts.library import Library, open_library
from handouts.markdown import words
from handouts.pages import Pages
from handouts.press import Press

NBSP = "\u00a0"


def shown(text: str) -> str:
    """The text with every no-break space made visible."""
    return text.replace(NBSP, "~")


@pytest.fixture(scope="module")
def english(library: Library) -> Language:
    return Language("en", library.labels["en"])


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("about 79 out of 100 people", "about 79~out~of~100 people"),
        ("6 of 95 people had it", "6~of~95 people had it"),
        ("over 2 to 5 days in a row", "over 2 to 5~days in a row"),
        ("every 4 weeks", "every 4~weeks"),
        ("in 1 week", "in 1~week"),
        ("take 10 mg in 250 mL", "take 10~mg in 250~mL"),
        ("38 C or 100.4 F", "38~C or 100.4~F"),
        ("open at 9 a.m. to 5 p.m. daily", "open at 9~a.m.~to~5~p.m. daily"),
        ("since July 1, 2021, or so", "since July~1, 2021, or so"),
        ("since 1 July 2021, or so", "since 1~July 2021, or so"),
        ("20% of the cost", "20% of the cost"),
        ("2 Cats, 3 weekends and 4 daydreams", "2 Cats, 3 weekends and 4 daydreams"),
        ("no number at all", "no number at all"),
    ],
)
def test_a_number_stays_on_the_line_of_what_it_counts(written: str, printed: str) -> None:
    assert shown(bound(written)) == printed


@given(st.text())
def test_binding_changes_blanks_and_nothing_else(text: str) -> None:
    assert bound(text).replace(NBSP, " ") == text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Drink *plenty* of **water**.", "Drink <em>plenty</em> of <strong>water</strong>."),
        (
            "See [our page](https://clinic.example/ivig).",
            'See <a href="https://clinic.example/ivig">our page</a>.',
        ),
        ("<b>less</b> & more", "&lt;b&gt;less&lt;/b&gt; &amp; more"),
        ('The FDA\'s "strongest" warning', "The FDA’s “strongest” warning"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("{{ 7 * 7 }} {% raw %}", "{{ 7 * 7 }} {% raw %}"),
        ("[press](javascript:alert(1))", "[press](javascript:alert(1))"),
        (
            '["](https://a.example/"onclick="x)',
            '<a href="https://a.example/%22onclick=%22x">&quot;</a>',
        ),
        ("# no heading", "# no heading"),
        ("1. no list", "1. no list"),
        ("a_b_c", "a_b_c"),
        ("`no code`", "`no code`"),
        ("<!-- no comment -->", "&lt;!-- no comment --&gt;"),
    ],
)
def test_a_statement_takes_emphasis_and_links_and_the_rest_is_text(
    written: str, printed: str
) -> None:
    assert words(written) == printed


@given(st.text(alphabet="<>&\"'a/![]()*_{}%: "))
def test_no_statement_can_open_a_tag_but_ours(text: str) -> None:
    tags = set(re.findall(r"<(\w+|/\w+|!)", words(text)))
    assert tags <= {"em", "/em", "strong", "/strong", "a", "/a", "span", "/span"}


def test_a_day_is_told_with_its_weekday(english: Language) -> None:
    assert shown(english.weekday(date(2026, 12, 1))) == "Tuesday, December~1, 2026"


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_day_of_two_centuries_is_told_as_babel_tells_it(code: str) -> None:
    labels = open_library(None).labels[code]
    language = Language(code, labels)
    for number in range(0, 73_000, 61):
        day = date(1900, 1, 1) + timedelta(number)
        told = format_date(day, "long", locale=labels["locale"])
        assert language.day(day) == bound(told)


def test_a_date_without_its_weekday(english: Language) -> None:
    assert shown(english.day(date(2027, 5, 22))) == "May~22, 2027"


@pytest.mark.parametrize(
    ("hour", "minute", "told"),
    [
        (9, 30, "9:30~a.m."),
        (9, 5, "9:05~a.m."),
        (11, 59, "11:59~a.m."),
        (12, 0, "noon"),
        (12, 1, "12:01~p.m."),
        (15, 0, "3:00~p.m."),
        (23, 59, "11:59~p.m."),
        (0, 0, "midnight"),
        (0, 1, "12:01~a.m."),
    ],
)
def test_a_time_is_told_as_people_say_it(
    hour: int, minute: int, told: str, english: Language
) -> None:
    assert shown(english.time(datetime(2026, 12, 1, hour, minute))) == told


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([], ""),
        ([4], "4"),
        ([1, 2], "1, 2"),
        ([1, 2, 3], "1~to~3"),
        ([1, 2, 3, 4, 7], "1~to~4, 7"),
        ([1, 3, 4, 5, 9, 10], "1, 3~to~5, 9, 10"),
    ],
)
def test_three_source_numbers_in_a_row_are_told_as_a_range(
    numbers: list[int], told: str, english: Language
) -> None:
    assert shown(english.numbers(numbers)) == told


def box(html: str, field: str) -> str:
    """What stands in the box of that field, without the blank lines that fill it."""
    (value,) = re.findall(
        rf'data-field="{field}"[^>]*><span class="text">(.*?)</span>', html, re.DOTALL
    )
    return shown(value.rstrip("\n" + NBSP))


def test_a_patients_values_stand_in_their_boxes(tmp_path: Path) -> None:
    html = page(
        tmp_path,
        name="Anna Example",
        birth_date="1962-03-05",
        appointment="2026-12-01T09:30",
        phone="0312-555-0142",
    ).html
    assert box(html, "name") == "Anna Example"
    assert box(html, "birth_date") == "March~5, 1962"
    assert box(html, "appointment") == "Tuesday, December~1, 2026, at 9:30~a.m."
    assert box(html, "phone") == "0312-555-0142"
    assert box(html, "clinician") == ""


def test_yes_no_and_choices_print_in_words(tmp_path: Path) -> None:
    fields = "driver: {kind: yes/no, labels: {en: A driver}}\n"
    fields += "first_visit: {kind: yes/no, labels: {en: First visit}}\n"
    fields += "side: {kind: choice, choices: [left, right], labels: {en: Side}}\n"
    files = {"data/fields.yaml": fields}
    html = page(tmp_path, files, driver="yes", first_visit="no", side="left").html
    assert [box(html, field) for field in ("driver", "first_visit", "side")] == [
        "Yes",
        "No",
        "left",
    ]


def test_every_box_of_a_blank_is_there_and_empty(tmp_path: Path, library: Library) -> None:
    html = page(tmp_path).html
    panel = [name for name, field in library.fields.items() if field.place == "panel"]
    assert {name: box(html, name) for name in panel} == dict.fromkeys(panel, "")
    assert "None" not in html


def test_the_dates_of_the_visits_stand_under_the_schedule(tmp_path: Path) -> None:
    timeline = "kind: timeline\n    caption: A plan\n    weeks: [0, 4]\n    then_every: 4"
    files = {AT: varied({"kind: prose": timeline})}
    html = shown(page(tmp_path, files, visits="2026-12-01, 2026-12-29").html)
    assert "<li>Tuesday, December~1, 2026</li><li>Tuesday, December~29, 2026</li>" in html


def test_a_patients_value_is_text_whatever_it_holds(tmp_path: Path) -> None:
    html = page(tmp_path, name="<b>Anna</b> {{ 7 * 7 }} {% x %} **x** &amp; \"'").html
    assert box(html, "name") == (
        "&lt;b&gt;Anna&lt;/b&gt; {{ 7 * 7 }} {% x %} **x** &amp;amp; &#34;&#39;"
    )


def test_html_and_jinja_in_a_statement_are_printed_and_not_run(tmp_path: Path) -> None:
    wild = FIRST.replace("One thing.", '"<b>Less</b> & {{ 7 * 7 }} {% raw %} **more**"')
    html = page(tmp_path, {AT: varied({FIRST: wild})}).html
    assert "&lt;b&gt;Less&lt;/b&gt; &amp; {{ 7 * 7 }} {% raw %} <strong>more</strong>" in html


def test_html_in_headings_and_in_the_clinics_name_is_printed(tmp_path: Path) -> None:
    files = {
        "clinic.yaml": 'name: "A <b> & Sons"\nemergency_number: "112"\n',
        AT: varied({"title: Short": "title: <i>Short</i>", "What it is": "<u>What</u>"}),
    }
    html = page(tmp_path, files).html
    assert '<p class="clinic">A &lt;b&gt; &amp; Sons</p>' in html
    assert "<h1>&lt;i&gt;Short&lt;/i&gt;</h1>" in html
    assert "&lt;u&gt;What&lt;/u&gt;</h2>" in html


def test_the_emergency_number_is_the_clinics(tmp_path: Path) -> None:
    tiers = "".join(
        f"    {tier}:\n" + FIRST.replace("first", tier) for tier in ("emergency", "now", "office")
    )
    text = varied({"kind: prose\n    statements:\n" + FIRST: "kind: warning\n" + tiers})
    html = page(tmp_path, {"clinic.yaml": 'emergency_number: "112"\n', AT: text}).html
    assert "<h2>Call 112</h2>" in html
    assert "911" not in html


SOURCES = "".join(
    f"{name}: {{title: T, publisher: P, year: 2026, tier: primary, cite: Study {name}.}}\n"
    for name in ("one", "two", "three", "four", "five", "six", "seven")
)


def test_a_heading_names_its_sources_by_number_and_the_list_is_in_that_order(
    tmp_path: Path,
) -> None:
    first, then = (
        FIRST.replace("[acr-ivig]", "[five, six]"),
        FIRST.replace("first", "then").replace("[acr-ivig]", "[seven, one, four, two, three]"),
    )
    text = varied({"[acr-ivig]": "[one, two, three, four]", FIRST: first})
    text += f"  - id: how\n    heading: How\n    kind: list\n    statements:\n{then}"
    html = shown(page(tmp_path, {AT: text, "data/sources.yaml": SOURCES}).html)
    assert re.findall(r'class="sources-of">(.*?)<', html) == [
        "Sources 1~to~4",
        "Sources 5, 6",
        "Sources 1~to~4, 7",
    ]
    names = ["one", "two", "three", "four", "five", "six", "seven"]
    assert re.findall(r"<li>(Study .*?)</li>", html) == [f"Study {name}." for name in names]


def explained(folder: Path, *statements: str, explains: str = "[]") -> list[str]:
    """The sections, by heading, in which a note explains a term."""
    text = varied({"title: Short": f"title: Short\nexplains: {explains}"})
    text = text[: text.index("  - id: what")]
    for number, statement in enumerate(statements, 1):
        text += f"  - id: part-{number}\n    heading: Part {number}\n    kind: prose\n"
        text += "    statements:\n"
        text += FIRST.replace("first", f"s-{number}").replace("One thing.", statement)
    html = page(folder, {AT: text, "data/glossary/en.yaml": GLOSSARY}).html
    parts = re.split(r"<h2[^>]*>(Part \d)</h2>", html.replace(NBSP, " "))
    notes = "<strong>plasma</strong>: The yellow part."
    return [head for head, body in zip(parts[1::2], parts[2::2], strict=True) if notes in body]


def test_a_term_is_explained_where_it_is_first_used_and_only_there(tmp_path: Path) -> None:
    assert explained(tmp_path, "Water.", "From plasma.", "More plasma.") == ["Part 2"]


@pytest.mark.parametrize("used", ["Plasma is yellow.", "It is blood plasma.", "It (plasma) helps."])
def test_a_term_is_known_in_all_its_forms(used: str, tmp_path: Path) -> None:
    assert explained(tmp_path, used) == ["Part 1"]


@pytest.mark.parametrize("used", ["Plasmapheresis.", "Ectoplasma.", "Water."])
def test_a_term_inside_another_word_is_not_explained(used: str, tmp_path: Path) -> None:
    assert explained(tmp_path, used) == []


def test_a_term_that_the_text_explains_itself_gets_no_note(tmp_path: Path) -> None:
    assert explained(tmp_path, "From plasma.", explains="[plasma]") == []


def test_the_sources_of_a_note_are_in_the_list_of_sources(tmp_path: Path, library: Library) -> None:
    files = {AT: varied({"One thing": "From plasma"}), "data/glossary/en.yaml": GLOSSARY}
    html = page(tmp_path, files).html
    assert f"<li>{library.sources['skin-dm'].cite}</li>" in html
    assert "Sources 1, 2" in html


def test_an_expired_statement_is_left_out_and_the_printer_is_warned(tmp_path: Path) -> None:
    dated = varied({FIRST: FIRST + "        expires: 2026-11-30\n"})
    printed = page(tmp_path, {AT: dated})
    assert "One thing." not in printed.html
    assert "What it is" not in printed.html
    assert printed.warnings == ("short-en: `first` expired on 2026-11-30 and is left out",)


def test_a_statement_that_expires_today_is_printed_without_a_warning(tmp_path: Path) -> None:
    dated = varied({FIRST: FIRST + "        expires: 2026-12-01\n"})
    printed = page(tmp_path, {AT: dated})
    assert "One thing." in printed.html
    assert printed.warnings == ()


def test_statements_that_go_on_stand_in_one_paragraph(tmp_path: Path) -> None:
    more = FIRST.replace("first", "second").replace("One", "Another")
    last = FIRST.replace("first", "third").replace("One", "A third")
    joined = FIRST + more + "        continues: true\n" + last
    html = page(tmp_path, {AT: varied({FIRST: joined})}).html
    assert '<p class="first">One thing. Another thing.</p>' in html
    assert "<p>A third thing.</p>" in html


def test_a_term_in_the_main_message_is_explained_though_there_is_no_glance(tmp_path: Path) -> None:
    files = {AT: varied({"Drink water": "From plasma"}), "data/glossary/en.yaml": GLOSSARY}
    assert 'class="note"' in page(tmp_path, files).html


def test_the_main_message_names_its_sources_though_there_is_no_glance(tmp_path: Path) -> None:
    files = {AT: varied({FIRST: FIRST.replace("acr-ivig", "skin-dm")})}
    html = page(tmp_path, files).html
    assert re.findall(r'class="sources-of">(.*?)<', html) == ["Source 1", "Source 2"]


@pytest.mark.parametrize("kind", ["teachback", "warning"])
def test_a_term_is_explained_in_every_kind_of_section(kind: str, tmp_path: Path) -> None:
    text = varied({"One thing": "From plasma", "kind: prose": f"kind: {kind}"})
    if kind == "warning":
        text = text.replace("    statements:\n", "    emergency:\n")
        text += "".join(f"    {t}:\n" + FIRST.replace("first", t) for t in ("now", "office"))
    html = page(tmp_path, {AT: text, "data/glossary/en.yaml": GLOSSARY}).html
    assert 'class="note"' in html


def test_a_clinic_chooses_how_its_dates_are_written(tmp_path: Path) -> None:
    british = page(
        tmp_path, {"data/labels/en.yaml": "locale: en_GB\n"}, appointment="2026-12-01T09:30"
    )
    assert "Review due: 22~May 2027." in shown(british.html)
    assert "Tuesday, 1~December 2026, at 9:30~a.m." in shown(british.html)


@pytest.mark.parametrize(
    ("name", "lines"), [("short", 1), ("knee-exercises-at-home", 2), ("x" * 64, 2)]
)
def test_a_long_id_has_a_line_of_its_own_at_the_foot_and_the_page_a_lower_margin(
    name: str, lines: int, tmp_path: Path
) -> None:
    text = SHORT.replace("id: short", f"id: {name}", 1).replace("2027-05-22", "2027-09-30")
    library = open_library(clinic(tmp_path, {f"data/treatments/{name}/en.yaml": text}))
    handout = Handout(library.text(name, "en"), library.clinic, TODAY)
    (sheet,) = pypdfium2.PdfDocument(Press(library).print(handout).pdf)
    words = sheet.get_textpage()
    heights = {words.get_charbox(i)[1] for i in range(words.count_chars())}
    foot = [height for height in heights if height < 57]
    # Half an inch from the edge of the paper at least (standard S95 wants it on each page).
    assert min(foot) > 34
    assert f"{name.upper()}-EN-STD, version 1" in words.get_text_bounded()
    assert ("margin-bottom: 88pt" in Pages(library).html(handout).html) == (lines == 2)


def test_a_text_in_a_language_that_is_not_printed_may_lack_labels(tmp_path: Path) -> None:
    spanish = SHORT.replace("id: short", "id: aaa", 1).replace("language: en", "language: es", 1)
    files = {"data/treatments/aaa/es.yaml": spanish, "data/labels/es.yaml": "page: Página\n"}
    assert "<h1>Short</h1>" in page(tmp_path, files | {"templates/topic.html": "a"}).html


@pytest.mark.parametrize("lines", [16, 17, 18, 19])
def test_a_note_in_the_margin_is_not_torn_over_two_pages(lines: int, tmp_path: Path) -> None:
    """Wherever on the page its section begins."""
    notes = f"  - {{id: space, heading: Space, kind: notes, lines: {lines}}}\n  - id: what"
    words = "You may get a dry socket."
    definition = (
        "A sore gap where the clot has come out too soon. It often hurts more after 3 days."
    )
    term = f"language: en\nterms:\n  - {{term: dry socket, definition: {definition!r}, sources: [acr-ivig], confidence: mixed}}\n"
    text = varied({"  - id: what": notes, "One thing.": words})
    files = {AT: text, "data/glossary/en.yaml": term}
    library = open_library(clinic(tmp_path, files))
    sheet = Press(library).print(Handout(library.text("short", "en"), library.clinic, TODAY))
    pages = [
        " ".join(page.get_textpage().get_text_bounded().split())
        for page in pypdfium2.PdfDocument(sheet.pdf)
    ]
    (page_of_note,) = [told for told in pages if "dry socket: A sore gap" in told]
    assert "more after 3 days." in page_of_note
    assert words in page_of_note
    assert "What it is" in page_of_note


def test_a_term_of_ours_that_the_clinic_does_without_is_not_explained(tmp_path: Path) -> None:
    text = varied({"One thing.": "You may get a blood clot."})
    explained = page(tmp_path / "with", {AT: text}).html
    without = "language: en\nwithout: [blood clot (thrombosis)]\n"
    silent = page(tmp_path / "without", {AT: text, "data/glossary/en.yaml": without}).html
    assert "blood clot (thrombosis)</strong>" in explained
    assert "blood clot (thrombosis)</strong>" not in silent
