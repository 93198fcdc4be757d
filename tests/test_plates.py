"""Plates: what is stamped is what a full print would be, and what cannot be stamped is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from helpers import AT, SHORT, TODAY, clinic, varied
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from handouts.booklet import booklet
from handouts.clinic import Patient
from handouts.handout import Handout
from handouts.library import Library, open_library
from handouts.likeness import same
from handouts.moulds import Mould
from handouts.patients import from_settings
from handouts.plates import Personal, Plates, make_plate, stamp
from handouts.press import Press
from handouts.problems import ContentError
from handouts.slots import Blank, Slot
from handouts.typesetting import Setter, Unfit, holds

SCHEDULE = varied(
    {
        "kind: prose\n": "kind: timeline\n    caption: When\n    weeks: [0, 2]\n",
    }
)

FULL = {
    "name": "Anna Example",
    "birth_date": "1962-03-05",
    "appointment": "2026-12-01T09:30",
    "phone": "312-555-0199",
    "location": "Infusion room 3, second floor",
    "clinician": "Dr. Example",
    "notes": "Bring your list of medicines and all of your questions. Wear a shirt with wide "
    "sleeves. Ask us for a blanket if you are cold, and for the flu shot.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    files = {AT: SHORT, "clinic.yaml": "name: Example Clinic\ntexts: [short]\n"}
    return open_library(clinic(tmp_path_factory.mktemp("plates"), files))


@pytest.fixture(scope="module")
def press(library: Library) -> Press:
    return Press(library)


@pytest.fixture(scope="module")
def plates(library: Library, press: Press) -> Plates:
    return Plates(press, library.fields)


def job(library: Library, values: dict[str, str], **kept: str) -> Handout:
    patient = from_settings(values, library.fields)
    return Handout(library.text("short", "en"), library.clinic, TODAY, patient, **kept)  # type: ignore[arg-type]


def is_stamped_as_printed(plates: Plates, press: Press, job: Personal) -> bool:
    stamped = plates.stamped(job)
    return stamped is not None and same(stamped.pdf, press.print(job).pdf)


@pytest.mark.parametrize(
    "values",
    [
        FULL,
        {},
        {"name": "Nguyễn Thị Hồng Exampl", "clinician": "Łukasz Żółć"},
        {"name": "Ελένη Παράδειγμα", "notes": "Приклад із літерами Ї та Ґ."},
        {"name": "Zoë O’Brien-d'Example, Jr.", "location": "Office 1: fi fl ff ffi ffl"},
        {"name": "Ọ̀ṣun A\u030aE\u0323\u0301x M\u0302", "phone": "+1 (312) 555-0199 x 7"},
        {"name": "W" * 20, "notes": "W " * 60 + "end"},
        {"notes": "A note that is just as long as the line, or nearly so, with AVAV To Ty. P, V."},
    ],
    ids=["all", "none", "vietnamese", "greek", "joined", "marks", "wide", "kerned"],
)
def test_a_stamped_copy_is_its_full_print(
    library: Library, plates: Plates, press: Press, values: dict[str, str]
) -> None:
    assert is_stamped_as_printed(plates, press, job(library, values))


LETTERS = "AaÄäĄąÇçÉéĞğIıİiŁłÑñŐőŞşȘșŨũŴŵỳỴẼẽỌọƠơƯưỆệΆάΣςЯяЇїҐґЉљ0123456789 .,-'’()/&"


@given(name=st.text(LETTERS, max_size=24), notes=st.text(LETTERS, max_size=160))
@example(name="x", notes="a" * 60 + " " + "b" * 60)
@settings(max_examples=15, deadline=None)
def test_whatever_is_filled_in_a_stamped_copy_is_its_full_print(
    library: Library, plates: Plates, press: Press, name: str, notes: str
) -> None:
    wild = job(library, {"name": name, "notes": notes})
    try:
        full = press.print(wild)
    except ContentError:  # too long for its box
        assert plates.stamped(wild) is None
    else:
        stamped = plates.stamped(wild)
        assert stamped is not None
        assert same(stamped.pdf, full.pdf)
        assert (stamped.name, stamped.pages, stamped.warnings) == (
            (full.name, full.pages, full.warnings)
        )


def test_every_letter_that_plates_hold_is_set_as_weasyprint_draws_it(
    library: Library, press: Press
) -> None:
    plate = make_plate(press, job(library, {}), library.fields)
    assert plate is not None
    _, say = plate.places[0]
    held = [chr(at) for at in range(0x2200) if holds(chr(at))]
    assert len(held) > 950
    unset = [letter for letter in held if not is_set(say, f"n{letter}n")]
    # Unicode has given these to nobody.
    assert unset == list("\u0380\u0381\u0382\u0383\u038b\u038d\u03a2")


def is_set(say: Callable[[str], object], text: str) -> bool:
    try:
        return bool(say(text))
    except Unfit:
        return False


@pytest.fixture(scope="module")
def setter(library: Library, press: Press) -> Setter:
    """Who sets the notes of a plate."""
    slots: list[Slot] = []
    mould = Mould(slots)
    blank = job(library, {})
    patient = Patient({"notes": Blank(slots, "notes")})
    press.print(replace(blank, patient=patient), mould)
    mould.close()
    return mould.places[0].setter


@given(text=st.text(f"{LETTERS}AVTo        ", max_size=160), width=st.floats(60, 700))
@settings(max_examples=400, deadline=None)
def test_words_put_together_are_set_as_a_whole_line_is(
    setter: Setter, text: str, width: float
) -> None:
    text = " ".join(text.split())
    quick = setter._quickly(text, width) if text else ()
    assume(quick)
    assert quick == setter._slowly(text, width)


@pytest.mark.parametrize("edition", ["standard", "large-print"])
def test_a_booklet_and_large_print_are_stamped_too(
    library: Library, plates: Plates, press: Press, edition: str
) -> None:
    patient = from_settings({**FULL, "visits": "2026-12-01, 2026-12-15"}, library.fields)
    book = booklet(library, "en", TODAY, patient=patient, edition=edition)  # type: ignore[arg-type]
    assert is_stamped_as_printed(plates, press, book)
    assert is_stamped_as_printed(plates, press, job(library, FULL, edition=edition))


def test_dates_on_the_schedule_have_a_plate_for_each_number_of_them(tmp_path: Path) -> None:
    library = open_library(clinic(tmp_path, {AT: SCHEDULE}))
    press = Press(library)
    plates = Plates(press, library.fields)
    for days in ("2026-12-01", "2026-12-01 2026-12-15", "2027-01-30 2027-09-02"):
        assert is_stamped_as_printed(plates, press, job(library, {**FULL, "visits": days}))


CHOICE = """\
room: {kind: choice, choices: [North, South], labels: {en: Room}}
fasting: {kind: yes/no, labels: {en: Come without breakfast}}
"""


def test_choices_are_part_of_the_plate(tmp_path: Path) -> None:
    library = open_library(clinic(tmp_path, {AT: SHORT, "data/fields.yaml": CHOICE}))
    press = Press(library)
    plates = Plates(press, library.fields)
    for values in ({"room": "North", "fasting": "no"}, {"room": "South"}, {}):
        assert is_stamped_as_printed(plates, press, job(library, {**FULL, **values}))


@pytest.mark.parametrize("name", ["آنا مثال", "חנה", "Anna א", "Ω\u2126 ℵ", "√"])
def test_letters_that_no_plate_holds_are_printed_in_full(
    library: Library, plates: Plates, name: str
) -> None:
    assert not holds(name)
    assert plates.stamped(job(library, {"name": name})) is None


TEMPLATE = """\
{% extends "shipped/handout.html" %}
{% block heading %}{{ super() }}MORE{% endblock %}
"""


@pytest.mark.parametrize(
    "more",
    [
        '<p>{% if panel[0].value == "Anna Example" %}Hello!{% endif %}</p>',
        "<p>{% if panel[0].value %}Hello!{% endif %}</p>",
        "<p>{{ panel[0].value | upper }}</p>",
        "<p>{{ panel[0].value | length }}</p>",
        "<p>Hello, {{ panel[0].value }}!</p>",
        "<h2>{{ panel[0].value }}</h2>",
        '<p style="text-align: center">{{ panel[0].value }}</p>',
        '<p class="foot">{{ panel[0].value }}</p>',
        '<a href="https://clinic.example/?room={{ panel[4].value }}">Book</a>',
        '<p id="{{ panel[4].value }}">Here.</p>',
        "{% set who %}{{ panel[0].value }}{% endset %}{% if who %}<p>Dear patient</p>{% endif %}",
        "{% filter title %}{{ panel[0].value }}{% endfilter %}",
    ],
    ids=[
        *("asks", "branches", "changes", "counts", "flows", "heads", "centres", "foots"),
        *("links", "names", "sets", "filters"),
    ],
)
def test_a_page_that_depends_on_a_value_is_never_stamped_wrong(tmp_path: Path, more: str) -> None:
    files = {AT: SHORT, "templates/handout.html": TEMPLATE.replace("MORE", more)}
    is_never_wrong(clinic(tmp_path, files))


@pytest.mark.parametrize(
    "style",
    [
        ".box .text { letter-spacing: 1pt }",
        ".box .text { word-spacing: 3pt }",
        ".box .text { text-transform: capitalize }",
        ".box .text { padding-left: 60pt }",
        ".box .value { text-indent: 80pt }",
        ".box .value { text-align-last: right }",
        ".box .value { direction: rtl }",
        ".box .text { background: #eee }",
        ".box .text { display: inline-block }",
        ".box .value { font-size: 10pt }",
    ],
)
def test_a_style_of_a_clinic_never_makes_a_wrong_copy(tmp_path: Path, style: str) -> None:
    is_never_wrong(clinic(tmp_path, {AT: SHORT, "styles/clinic.css": style}))


def is_never_wrong(folder: Path) -> None:
    """Whoever is printed, what is stamped is what is printed in full, and refused where that is."""
    library = open_library(folder)
    press = Press(library)
    plates = Plates(press, library.fields)
    short = {"name": "gus example", "location": "Room", "notes": "To Ty. AVAV"}
    # As many letters as fit the box, and do not where it has less room.
    long = {"name": "Wilhelmina Example of the long name, Senior", "notes": "wa " * 46}
    for values in (FULL, {}, short, long):
        hers = job(library, values)
        stamped = plates.stamped(hers)
        if stamped:
            assert same(stamped.pdf, press.print(hers).pdf), values


def test_what_a_style_leaves_as_it_is_is_stamped(tmp_path: Path) -> None:
    files = {AT: SHORT, "styles/clinic.css": "h1 { color: #333 } .box .value { font-size: 10pt }"}
    library = open_library(clinic(tmp_path, files))
    assert Plates(Press(library), library.fields).print(job(library, FULL)).route == "plate"


def test_prints_that_differ_in_a_letter_a_tag_or_a_link_are_not_the_same(
    library: Library, press: Press
) -> None:
    hers = press.print(job(library, {"name": "Anna Example"})).pdf
    assert same(hers, press.print(job(library, {"name": "Anna Example"})).pdf)
    assert not same(hers, press.print(job(library, {"name": "Anna Exarnple"})).pdf)


def test_a_copy_is_its_plate_and_an_update_of_a_few_kilobytes(
    library: Library, press: Press
) -> None:
    hers = job(library, FULL)
    plate = make_plate(press, hers, library.fields)
    assert plate is not None
    copy = stamp(plate, hers)
    assert copy is not None
    assert copy.pdf.startswith(plate.document.pdf)
    assert 0 < len(copy.pdf) - len(plate.document.pdf) < 4000
    assert not any(value.encode() in plate.document.pdf for value in FULL.values())
    assert (
        pypdf.PdfReader(BytesIO(copy.pdf)).trailer["/ID"][0]
        == (pypdf.PdfReader(BytesIO(plate.document.pdf)).trailer["/ID"][0])
    )


def test_the_same_words_have_the_same_bytes_from_any_plate(library: Library, press: Press) -> None:
    hers = job(library, FULL)
    first, second = Plates(press, library.fields), Plates(Press(library), library.fields)
    first.print(job(library, {"name": "Somebody Else", "notes": "ffi Ǆ Ж"}))
    assert first.print(hers).pdf == second.print(hers).pdf


def test_another_day_has_another_plate(library: Library, plates: Plates) -> None:
    text = library.text("short", "en")
    later = Handout(text, library.clinic, date(2027, 12, 1), from_settings(FULL, library.fields))
    assert plates.print(later).route == plates.print(job(library, FULL)).route == "plate"
