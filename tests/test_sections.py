"""Tables, help programs and topics: what they hold, what is wrong with them, how they print."""

from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest
from helpers import AT, FIRST, SHORT, TODAY, clinic, mistakes, page, tags, told, varied
from judges import judge, outloud
from PIL import Image

from handouts.checks.sheet import Sheet
from handouts.handout import Handout
from handouts.library import open_library
from handouts.markdown import words
from handouts.model import Topic
from handouts.pages import Pages
from handouts.press import Press

SAID = "text: {}, sources: [acr-ivig], confidence: mixed"


# Left, bottom, right and top of something on a page, in points.
Bounds = tuple[float, float, float, float]


def printed(folder: Path, files: Mapping[str, str]) -> bytes:
    """The PDF of the short text in a clinic's folder that holds these files."""
    library = open_library(clinic(folder, files))
    handout = Handout(library.text("short", "en"), library.clinic, TODAY)
    return Press(library).print(handout).pdf


def drawn(pdf: bytes, kind: int) -> list[Bounds]:
    """Where all objects of that kind stand, the first page first."""
    pages = pypdfium2.PdfDocument(pdf)
    return [found.get_bounds() for page in pages for found in page.get_objects(filter=[kind])]


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


LIST = "    kind: list\n    statements:\n" + FIRST
AFTER = ('<p class="after">Hold\u00a0on.</p>', '<p class="after">Go\u00a0on.</p>')
LAST_DAY = FIRST + "        expires: 2026-11-30\n"


def test_what_comes_after_a_list_stands_under_it_as_a_paragraph(tmp_path: Path) -> None:
    after = f"    after:\n      - {said('hold', 'Hold on.')}\n      - {said('more', 'Go on.')}\n"
    html = page(tmp_path, {AT: holding(LIST + after)}).html
    list_, hold, more = (html.index(what) for what in ("One thing.</li></ul>", *AFTER))
    assert list_ < hold < more
    assert "Source 1</p>" in html
    assert [s.id for s in open_library(tmp_path).text("short", "en").statements()] == [
        "main", "first", "hold", "more",
    ]  # fmt: skip


def test_running_text_has_nothing_after_it(tmp_path: Path) -> None:
    prose = LIST.replace("kind: list", "kind: prose")
    (sentence,) = told(tmp_path, {AT: holding(f"{prose}    after: [{said('hold', 'Hold on.')}]\n")})
    assert sentence.endswith(": `after` stands under a list (write it into `statements`)")


LOG = """\
    kind: log
    columns: [Exercise, Mon, Tue]
    rows: [Knee press, Heel slide]
    lines: 1
"""


def test_a_log_has_a_row_for_each_thing_and_an_empty_one_for_each_line(tmp_path: Path) -> None:
    html = page(tmp_path, {AT: holding(LOG)}).html
    assert '<table class="tick headed">' in html
    assert (
        '<tr><th scope="col">Exercise</th><th scope="col">Mon</th><th scope="col">Tue</th>' in html
    )
    assert '<tr><th scope="row">Heel slide</th><td></td><td></td></tr>' in html
    assert html.count("<tr>") == 4
    # Nobody has written yet what this row is about: it has no head that a voice could read.
    assert '<tr><td class="own"></td><td></td><td></td></tr>' in html


def test_a_log_may_have_no_rows_but_those_that_are_written_in(tmp_path: Path) -> None:
    rows = {"    rows: [Knee press, Heel slide]\n": "    marks: write\n", "lines: 1": "lines: 20"}
    html = page(tmp_path, {AT: holding(LOG, **rows)}).html
    assert '<table class="write">' in html
    assert html.count('<td class="own"></td>') == 20


def test_a_log_stays_when_all_that_is_said_above_it_has_expired(tmp_path: Path) -> None:
    html = page(tmp_path, {AT: holding(f"{LOG}    statements:\n{LAST_DAY}")}).html
    assert "One thing." not in html
    assert '<table class="tick headed">' in html


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("    rows: [Knee press, Heel slide]\n    lines: 1\n", "", "the log has no row to fill in (give it `rows`, or `lines`)"),
        ("Heel slide", "Knee press", "two rows have the same head (give each row its own)"),
        ("[Exercise, Mon, Tue]", "[Exercise]", "`columns` has too few (give 2)"),
        ("[Exercise, Mon, Tue]", "[A, B, C, D, E, F, G, H, I]", "`columns` has too many (at most 8)"),
        ("lines: 1", "marks: stamp", "`marks` has a value that is not known (write one of 'tick' or 'write')"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_log_is_told(old: str, new: str, mistake: str, tmp_path: Path) -> None:
    (sentence,) = told(tmp_path, {AT: holding(LOG, **{old: new})})
    assert sentence.startswith(f"{AT}:")
    assert sentence.partition(": ")[2] == mistake


LINE = '<span class="blank" data-said="blank">\u00a0</span>'


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Hold ___ seconds.", f"Hold {LINE}\u00a0seconds."),
        ("**Hold** ______ or ___, then ___.", f"<strong>Hold</strong> {LINE}\u00a0or {LINE}, then\u00a0{LINE}."),
        # What Markdown would take for very strong words.
        ("___Twice___ a day.", f"{LINE}Twice{LINE}\u00a0a\u00a0day."),
        ("A file_name and a __line__.", "A file_name and a <strong>line</strong>."),
        ("[___](https://clinic.example/a___b)", f'<a href="https://clinic.example/a___b">{LINE}</a>'),
    ],
)  # fmt: skip
def test_three_underscores_are_a_line_to_write_a_number_on(text: str, printed: str) -> None:
    assert words(text, blank="blank") == printed


def test_a_number_to_write_in_is_a_line_of_34_points_that_a_voice_calls_a_blank(
    tmp_path: Path,
) -> None:
    text = varied({"One thing.": "Hold ___ seconds. Do this ___ times."})
    pdf = printed(tmp_path, {AT: text})
    spans = [part for part in tags(pdf) if part.get("/S") == "/Span" and "/ActualText" in part]
    assert [span["/ActualText"] for span in spans] == ["blank", "blank"]
    lines = drawn(pdf, pypdfium2.raw.FPDF_PAGEOBJ_PATH)
    assert [round(right - left) for left, _, right, _ in lines].count(34) == 2


PICTURE = "    picture: {file: look.png, alt: A red flag.}\n"
WHERE = "data/treatments/short"


def pictured(setting: str, kind: str = "prose") -> str:
    old = "    kind: prose\n"
    return varied({old: f"    kind: {kind}\n    setting: {setting}\n{PICTURE}"})


def photo(folder: Path, width: int, height: int) -> Path:
    """The folder of a clinic, in which a red picture of that size lies beside the short text."""
    (folder / WHERE).mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, height), "red").save(folder / WHERE / "look.png")
    return folder


@pytest.mark.parametrize(("width", "height"), [(3000, 1000), (400, 2400), (60, 40)])
@pytest.mark.parametrize(
    ("setting", "kind", "left", "room"),
    [
        ("hanging", "prose", 54, 114),
        ("hanging", "picture", 54 + 132, 372),
        ("column", "list", 54, 243),
        ("full", "checklist", 54, 504),
        ("full", "picture", 54, 504),
    ],
)
def test_a_picture_keeps_its_shape_and_stays_in_its_column(
    setting: str, kind: str, left: int, room: int, width: int, height: int, tmp_path: Path
) -> None:
    pdf = printed(photo(tmp_path, width, height), {AT: pictured(setting, kind)})
    (bounds,) = drawn(pdf, pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)
    assert bounds[0] == pytest.approx(left, abs=0.5)
    wide, high = bounds[2] - bounds[0], bounds[3] - bounds[1]
    assert wide / high == pytest.approx(width / height, rel=0.02)
    assert wide <= room + 0.5
    assert high <= 441
    if width == 3000 or (kind == "picture" and width == 60):
        assert wide == pytest.approx(room, abs=1)


def test_a_picture_is_a_figure_with_its_words(tmp_path: Path) -> None:
    pdf = printed(photo(tmp_path, 300, 200), {AT: pictured("hanging")})
    (figure,) = [part for part in tags(pdf) if part.get("/S") == "/Figure"]
    assert figure["/Alt"] == "A red flag."


def test_both_judges_pass_pictures_and_logs_in_every_setting(tmp_path: Path) -> None:
    parts = [
        f"  - id: {kind}-{setting}\n    heading: What\n    setting: {setting}\n{PICTURE}{body}"
        for setting in ("hanging", "column", "full")
        for kind, body in (
            ("picture", "    kind: picture\n"),
            ("tick", LOG),
            ("write", LOG.replace("lines: 1", "marks: write")),
            (
                "steps",
                f"    kind: steps\n    statements: [{said(f's-{setting}', 'Wait ___ days.')}]\n",
            ),
        )
    ]
    text = SHORT[: SHORT.index("sections:")] + "sections:\n" + "".join(parts)
    pdf = tmp_path / "all.pdf"
    pdf.write_bytes(printed(photo(tmp_path, 60, 40), {AT: text}))
    assert judge(pdf) == []
    assert outloud(pdf) == []


def test_the_checks_look_at_what_a_picture_and_a_log_say(tmp_path: Path) -> None:
    log = f"{PICTURE}{LOG}".replace("A red flag", "A red flag &  7 stars")
    files = {AT: holding(log, **{"Heel slide": "Heel & toe"})}
    library = open_library(clinic(photo(tmp_path, 30, 20), files))
    sheet = Sheet(library, library.text("short", "en"), TODAY)
    found = {passage.words: passage.place.line for passage in sheet.passages}
    assert {words: found[words] for words in ("A red flag & 7 stars.", "Heel & toe", "Mon")} == {
        "A red flag & 7 stars.": 16, "Heel & toe": 19, "Mon": 18,
    }  # fmt: skip


def test_a_picture_prints_the_same_wherever_the_folder_lies(tmp_path: Path) -> None:
    one, other = (photo(tmp_path / name, 300, 200) for name in ("one", "other"))
    files = {AT: pictured("full")}
    assert printed(one, files) == printed(other, files)


def test_a_text_of_ours_looks_for_its_pictures_with_the_clinic_first(tmp_path: Path) -> None:
    library = open_library(clinic(photo(tmp_path, 30, 20), {AT: pictured("full")}))
    text = library.text("short", "en")
    assert library.picture(text, "look.png") == tmp_path.resolve() / WHERE / "look.png"
    ours = library.text("ivig", "en")
    own = tmp_path.resolve() / "data/treatments/ivig/arm.svg"
    assert library.picture(ours, "arm.svg") == own


@pytest.mark.parametrize(
    ("file", "mistake"),
    [
        ("look.pgn", "`file` is not written as it must be (write a name such as knee-press.svg)"),
        ("../look.png", "`file` is not written as it must be (write a name such as knee-press.svg)"),
        ("lok.png", "there is no picture `lok.png` (did you mean `look.png`?)"),
        ("words.png", "this is not a picture (save it as SVG, PNG or JPEG)"),
    ],
)  # fmt: skip
def test_a_picture_that_cannot_be_printed_is_told_where_it_is_named(
    file: str, mistake: str, tmp_path: Path
) -> None:
    text = pictured("full").replace("{file: look.png", f"\n      {{file: {file}")
    files = {AT: text, f"{WHERE}/words.png": "Just words."}
    (sentence,) = told(photo(tmp_path, 30, 20), files)
    assert sentence == f"{AT}:19: {mistake}"


def test_a_section_of_the_kind_picture_has_one(tmp_path: Path) -> None:
    sentences = told(tmp_path, {AT: varied({"kind: prose": "kind: picture"})})
    assert sentences == [f"{AT}:14: `picture` is missing (add it)"]


def test_a_picture_that_went_away_meanwhile_is_told_and_no_traceback(tmp_path: Path) -> None:
    library = open_library(clinic(photo(tmp_path, 30, 20), {AT: pictured("full")}))
    press = Press(library)
    (tmp_path / WHERE / "look.png").unlink()
    handout = Handout(library.text("short", "en"), library.clinic, TODAY)
    sentences = mistakes(press.print, handout)
    assert f"{AT}:18: there is no picture `look.png`" in sentences[0]
