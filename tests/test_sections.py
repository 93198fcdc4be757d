"""Tables, help programs and topics: what they hold, what is wrong with them, how they print."""

from pathlib import Path

import pytest
from helpers import AT, FIRST, SHORT, TODAY, clinic, page, told, varied

from handouts.handout import Handout
from handouts.library import open_library
from handouts.model import Topic
from handouts.pages import Pages

SAID = "text: {}, sources: [acr-ivig], confidence: mixed"


def said(name: str, words: str, more: str = "") -> str:
    return f"{{id: {name}, {SAID.format(words)}{more}}}"


TABLE = f"""\
    kind: table
    columns: [Treatment, Who makes it, How sure are we?]
    rows:
      - head: IVIG
        cells:
          - {said("ivig-maker", "Several makers.")}
          - {said("ivig-proof", "One trial.", ", proof: strong")}
      - head: Rituximab
        cells:
          - use: sun
          - {said("rituximab-proof", "One study.", ", proof: mixed")}
"""

PROGRAMS = f"""\
    kind: assistance
    programs:
      - name: Help one
        url: https://clinic.example/help
        who: {said("one-who", "People with bills.")}
        limits: {said("one-limits", "Not for big rents.")}
      - name: Help two
        who: {said("two-who", "People on trains.")}
        limits: {said("two-limits", "Not for cars.")}
"""


def holding(section: str, **changes: str) -> str:
    """The short text with that section for its own, with words of it changed."""
    for old, new in changes.items():
        assert old in section
        section = section.replace(old, new, 1)
    return varied({"    kind: prose\n    statements:\n" + FIRST: section})


def test_a_table_prints_a_row_for_each_thing_compared(tmp_path: Path) -> None:
    html = page(tmp_path, {AT: holding(TABLE)}).html
    assert '<th scope="col">Who makes it</th>' in html
    assert '<th scope="row">IVIG</th><td>Several makers.</td>' in html
    assert '<strong class="proof strong">Strong trial.</strong> One trial.</td>' in html
    assert "<td>Keep your skin covered from the sun." in html


def test_the_cells_of_a_table_are_statements_of_the_text(tmp_path: Path) -> None:
    library = open_library(clinic(tmp_path, {AT: holding(TABLE)}))
    ids = [statement.id for statement in library.text("short", "en").statements()]
    assert ids == ["main", "ivig-maker", "ivig-proof", "sun", "rituximab-proof"]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("[Treatment, Who makes it, How sure are we?]", "[A, B]", "a row has not one cell for each column after the first (give each row 1 `cells`)"),
        ("[Treatment, Who makes it, How sure are we?]", "[A, B, C, D, E]", "`columns` has too many (at most 4)"),
        ("head: Rituximab", "head: IVIG", "two rows have the same head (give each row its own `head`)"),
        ("proof: strong", "proof: great", "`proof` has a value that is not known (write one of 'strong', 'mixed', 'weak' or 'harm')"),
        ("proof: mixed", "expires: 2027-01-01", "no part of this section can expire or be for staff only (take `expires` or `staff_only` out, or put the statement into another section)"),
        ("use: sun", "use: snu", "there is no common statement `snu` (did you mean `sun`?)"),
        ("id: rituximab-proof", "id: ivig-proof", "the id `ivig-proof` stands twice (give it another)"),
        ("sources: [acr-ivig]", "sources: [acr-iivg]", "there is no source `acr-iivg` (did you mean `acr-ivig`?)"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_table_is_told(old: str, new: str, mistake: str, tmp_path: Path) -> None:
    (sentence,) = told(tmp_path, {AT: holding(TABLE, **{old: new})})
    assert sentence.startswith(f"{AT}:")
    assert sentence.partition(": ")[2] == mistake


def test_a_program_prints_whom_it_is_for_its_limits_its_address_and_a_code(tmp_path: Path) -> None:
    html = page(tmp_path, {AT: holding(PROGRAMS)}).html
    first, second = html.split('<div class="program">')[1:]
    assert "<strong>Who it is for:</strong> People with bills." in first
    assert "<strong>What to know:</strong> Not for big rents." in first
    assert '<a href="https://clinic.example/help">clinic.example/help</a>' in first
    assert "A code to scan. It opens clinic.example/help." in first
    assert "<svg" not in second.partition("</section>")[0]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("name: Help two", "name: Help one", "two programs have the same name (give each its own `name`)"),
        ("https://clinic.example/help", "https://clinic.example/?who=anna", "`url` is not written as it must be (write a web address that begins with https:// and has no ?)"),
        ("name: Help two\n        who", "name: Help two\n        whom", "`whom` is not a field here (did you mean `who`?)"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_program_is_told(old: str, new: str, mistake: str, tmp_path: Path) -> None:
    sentences = told(tmp_path, {AT: holding(PROGRAMS, **{old: new})})
    assert mistake in [sentence.partition(": ")[2] for sentence in sentences]


@pytest.mark.parametrize(
    ("weeks", "told_as"),
    [
        ("[0, 2, 6]", "Start, Week 2, Week 6"),
        ("[0, {week: 2, label: Again, below: 1 or 2 weeks later}]", "Start, Again (1 or 2 weeks later)"),
        ("[{week: 0, label: First}, {week: 26, sometimes: true}]", "First, Week 26"),
    ],
)  # fmt: skip
def test_the_stops_of_a_schedule_may_have_words_of_their_own(
    weeks: str, told_as: str, tmp_path: Path
) -> None:
    schedule = f"    kind: timeline\n    caption: Typical\n    weeks: {weeks}\n"
    html = page(tmp_path, {AT: holding(schedule)}).html
    assert f"<title>Typical: {told_as}.</title>" in html
    assert '<p class="caption">Typical</p>' in html


def test_a_stop_that_not_everybody_comes_to_is_drawn_with_a_broken_line(tmp_path: Path) -> None:
    weeks = "[0, 2, {week: 26, sometimes: true}]"
    schedule = f"    kind: timeline\n    caption: c\n    weeks: {weeks}\n"
    html = page(tmp_path, {AT: holding(schedule)}).html
    assert 'stroke-dasharray="1.5 3"' in html
    assert html.count('stroke-dasharray="1.6 1.2"') == 1


AT_TOPIC = "data/topics/short/en.yaml"


def test_a_topic_has_its_personal_boxes_before_its_sources(tmp_path: Path) -> None:
    library = open_library(clinic(tmp_path, {AT_TOPIC: SHORT}))
    text = library.text("short", "en")
    assert isinstance(text, Topic)
    html = Pages(library).html(Handout(text, library.clinic, TODAY)).html
    places = [html.index(words) for words in ("One thing.", "Your visit", "Sources</h2>")]
    assert places == sorted(places)
    assert html.count('data-field="name"') == 1


def test_an_id_is_a_treatment_or_a_topic_and_never_both(tmp_path: Path) -> None:
    assert told(tmp_path, {AT: SHORT, AT_TOPIC: SHORT}) == [
        f"{AT_TOPIC}:1: `short` is a treatment and a topic too (give one another id)"
    ]


def test_a_code_is_not_told_twice_where_the_text_says_its_address(tmp_path: Path) -> None:
    link = "    kind: link\n    url: https://clinic.example/a\n    statements:\n" + FIRST
    html = page(tmp_path, {AT: holding(link)}).html
    assert "Scan the code with your phone, or type clinic.example/a." in html
    html = page(tmp_path, {AT: holding(link, **{"One thing.": "Read clinic.example/a."})}).html
    assert "Scan the code with your phone.</p>" in html
