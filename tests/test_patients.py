"""One person's values: typed, or refused by field and line and never with the value."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from helpers import mistakes
from hypothesis import assume, example, given
from hypothesis import strategies as st

from handouts.clinic import Patient, PersonalField
from handouts.library import Library
from handouts.patients import from_settings, patient
from handouts.problems import ContentError
from handouts.reading import Reading, read_text

KINDS = ("text", "long text", "date", "date and time", "dates", "phone", "choice", "yes/no")

#: One field of every kind, by a name that no sentence uses for anything else.
FIELDS: Mapping[str, PersonalField] = {
    f"the_{kind.replace(' ', '_').replace('/', '_')}": PersonalField(
        kind=kind,
        labels={"en": kind},
        most=12,
        place="schedule" if kind == "dates" else "panel",
        choices=("left", "right") if kind == "choice" else (),
    )
    for kind in KINDS
}


def read_as(text: str) -> Mapping[str, Any]:
    """The values of a patient's file."""
    return patient(read_text(text, "anna.yaml"), FIELDS).values


def refused(text: str) -> str:
    """What is told of a patient's file."""
    with pytest.raises(ContentError) as error:
        read_as(text)
    return str(error.value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("the_text: Anna Example", "Anna Example"),
        ("the_text: '  Anna \t Example '", "Anna Example"),
        ("the_text: 007", "007"),
        ("the_text: NO", "NO"),
        ("the_text: 2026-12-01", "2026-12-01"),
        ("the_long_text: |\n  Anna\n  Example", "Anna Example"),
        ("the_phone: 0312-5550", "0312-5550"),
        ("the_date: 1962-03-05", date(1962, 3, 5)),
        ("the_date: ' 1962-03-05 '", date(1962, 3, 5)),
        ("the_date_and_time: 2026-12-01T09:30", datetime(2026, 12, 1, 9, 30)),
        ("the_date_and_time: 2026-12-01 09:30", datetime(2026, 12, 1, 9, 30)),
        ("the_date_and_time: 2026-12-01 00:00:00", datetime(2026, 12, 1)),
        ("the_dates: 2026-12-01", (date(2026, 12, 1),)),
        ("the_dates: 2026-12-01, 2026-12-02", (date(2026, 12, 1), date(2026, 12, 2))),
        ("the_dates: 2026-12-01;2026-12-02;", (date(2026, 12, 1), date(2026, 12, 2))),
        ("the_dates: [2026-12-01, 2026-12-02]", (date(2026, 12, 1), date(2026, 12, 2))),
        ("the_choice: left", "left"),
        ("the_yes_no: yes", True),
        ("the_yes_no: No", False),
        ("the_yes_no: TRUE", True),
        ("the_yes_no: false", False),
    ],
)
def test_every_kind_of_value_is_read(written: str, value: object) -> None:
    assert list(read_as(written).values()) == [value]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("nothing", ["", "''"])
def test_a_field_left_empty_is_as_if_it_were_not_there(field: str, nothing: str) -> None:
    assert read_as(f"{field}: {nothing}\n") == {}


@pytest.mark.parametrize("field", ["the_text", "the_long_text", "the_phone"])
def test_a_value_of_blanks_is_as_if_it_were_not_there(field: str) -> None:
    assert read_as(f"{field}: '   '\n") == {}


def test_no_is_an_answer_and_not_an_empty_field() -> None:
    assert read_as("the_yes_no: no\n") == {"the_yes_no": False}


DATE = "is not a date (write 2026-12-01)"
MOMENT = "is not a date and time (write 2026-12-01T09:30)"
TEXT = "is not text (write it on one line)"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "the_text: Mrs. Anna Example",
            "`the_text` is too long: 17 letters (at most 12 fit its box)",
        ),
        (
            "the_phone: 1-312-555-0142",
            "`the_phone` is too long: 14 letters (at most 12 fit its box)",
        ),
        ("the_text: [Anna]", f"`the_text` {TEXT}"),
        ("the_long_text: {Anna: Example}", f"`the_long_text` {TEXT}"),
        ("the_date: [1962-03-05]", f"`the_date` {TEXT}"),
        ("the_date: March 5", f"`the_date` {DATE}"),
        ("the_date: 05.03.1962", f"`the_date` {DATE}"),
        ("the_date: 1962-02-30", f"`the_date` {DATE}"),
        ("the_date_and_time: 2026-12-01", f"`the_date_and_time` {MOMENT}"),
        ("the_date_and_time: 2026-12-01T9:30", f"`the_date_and_time` {MOMENT}"),
        ("the_date_and_time: 2026-12-01T24:30", f"`the_date_and_time` {MOMENT}"),
        ("the_date_and_time: 2026-12-01T09:30Z", f"`the_date_and_time` {MOMENT}"),
        ("the_dates: 2026-12-01, soon", f"`the_dates` {DATE}"),
        ("the_dates: [2026-12-01, [2026-12-02]]", f"`the_dates` {DATE}"),
        (
            "the_dates: " + ", ".join(f"2026-12-{day:02}" for day in range(1, 14)),
            "`the_dates` holds 13 dates (at most 12 fit)",
        ),
        ("the_choice: up", "`the_choice` is none of its choices (write one of left, right)"),
        ("the_choice: Left", "`the_choice` is none of its choices (write one of left, right)"),
        ("the_yes_no: maybe", "`the_yes_no` is neither yes nor no (write yes or no)"),
        ("the_phnoe: 1", "`the_phnoe` is not a field of this clinic (did you mean `the_phone`?)"),
        (
            "ref: ../anna",
            "`ref` is not written as it must be (use A-Z, a-z, 0-9, . and -, at most 64)",
        ),
        (
            f"ref: {'a' * 65}",
            "`ref` is not written as it must be (use A-Z, a-z, 0-9, . and -, at most 64)",
        ),
        ("password: [Anna]", f"`password` {TEXT}"),
    ],
)
def test_every_mistake_is_told_by_field_and_line(written: str, sentence: str) -> None:
    assert refused(f"# One person.\n{written}\n") == f"anna.yaml:2: {sentence}"


@pytest.mark.parametrize("written", ["Anna Example", "- Anna Example"])
def test_a_file_without_fields_is_told_and_not_repeated(written: str) -> None:
    assert refused(written) == (
        "anna.yaml:1: this is not a list of fields (write lines such as `name: Anna Example`)"
    )


def test_all_mistakes_of_a_patients_file_are_told_at_once() -> None:
    wrong = "the_text: Anna\nthe_date: 5 March\nthe_yes_no: perhaps\nref: a/b\n"
    assert [line[: len("anna.yaml:0")] for line in refused(wrong).splitlines()] == [
        "anna.yaml:2",
        "anna.yaml:3",
        "anna.yaml:4",
    ]


def test_a_value_set_on_the_command_line_is_told_by_its_field() -> None:
    (sentence,) = mistakes(from_settings, {"the_date": "5 March", "the_text": "Anna"}, FIELDS)
    assert sentence.endswith("`the_date` is not a date (write 2026-12-01)")


# Made by number, since nobody could see them here.
UNSEEN = {
    "a bell": 0x07,
    "nothing at all": 0x00,
    "delete": 0x7F,
    "a soft hyphen": 0xAD,
    "a zero-width space": 0x200B,
    "right-to-left mark": 0x200F,
    "right-to-left embedding": 0x202B,
    "left-to-right override": 0x202D,
    "right-to-left override": 0x202E,
    "right-to-left isolate": 0x2067,
    "end of isolate": 0x2069,
    "a byte order mark": 0xFEFF,
    "a private letter": 0xE000,
    "half a letter": 0xD800,
    "a tag letter": 0xE0041,
}


@pytest.mark.parametrize("field", ["the_text", "the_long_text", "the_phone"])
@pytest.mark.parametrize("unseen", UNSEEN)
def test_a_character_that_cannot_be_seen_is_refused(unseen: str, field: str) -> None:
    with pytest.raises(ContentError, match="holds a character that cannot be printed"):
        from_settings({field: f"An{chr(UNSEEN[unseen])}na"}, FIELDS)


@given(st.characters(categories=["Cc", "Cf", "Co", "Cs"]))
def test_no_character_that_steers_text_gets_through(letter: str) -> None:
    # Joiners spell Persian and Hindi words; what parts words becomes one blank.
    assume(letter not in "\u200c\u200d")
    try:
        name = from_settings({"the_text": f"An{letter}na"}, FIELDS).values["the_text"]
    except ContentError:
        return
    assert letter.isspace()
    assert name == "An na"


def test_a_persian_word_keeps_its_joiner() -> None:
    word = "می\u200cروم"
    assert read_as(f"the_text: {word}\n") == {"the_text": word}


def test_a_name_typed_in_pieces_is_put_together() -> None:
    pieces = "Zoe\u0308"
    assert read_as(f"the_text: {pieces}\n") == {"the_text": "Zo\u00eb"}


def test_a_letter_typed_in_pieces_counts_once() -> None:
    assert read_as("the_text: " + "e\u0301" * 12) == {"the_text": "\u00e9" * 12}


@given(st.text())
def test_every_text_that_is_taken_is_in_one_form_and_fits(text: str) -> None:
    try:
        values = from_settings({"the_text": text}, FIELDS).values
    except ContentError:
        return
    name = values.get("the_text", "")
    assert unicodedata.is_normalized("NFC", name)
    assert len(name) <= 12
    assert name == " ".join(name.split())


LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


@given(st.sampled_from([*FIELDS, "ref", "password", "nmae"]), LINES, LINES)
@example("the_dates", "2026-12-01, ", "")
@example("ref", "", "/")
def test_no_value_ever_stands_in_a_message(field: str, before: str, after: str) -> None:
    value = f"{before}Anna{after}"
    for raw in (value, [value], ["2026-12-01", value]):
        row = Reading("row", {field: raw}, {})
        assert "Anna" not in "".join(mistakes(patient, row, FIELDS))


@given(st.sampled_from(["the_text", "the_date"]), LINES, LINES)
@example("the_text", "'", "")
@example("the_text", "[", ": ")
@example("the_text", "*", "")
@example("the_text", "!", "!")
def test_broken_yaml_of_a_patient_never_tells_the_value(
    field: str, before: str, after: str
) -> None:
    assert "Anna" not in "".join(mistakes(read_as, f"{field}: {before}Anna{after}\n"))


def test_a_patient_shown_by_a_debugger_shows_no_value() -> None:
    assert "Anna" not in repr(Patient({"name": "Anna Example"}, ref="A-17"))


def test_who_the_copy_is_for_is_not_printed_on_it() -> None:
    about = "ref: A-17\nlanguage: en\nedition: standard\nemail: anna@clinic.example\n"
    person = patient(read_text(about + "the_text: Anna\n", "anna.yaml"), FIELDS)
    assert person == Patient({"the_text": "Anna"}, "A-17", "en", "standard", "anna@clinic.example")


def test_every_shipped_field_takes_what_it_is_meant_for(library: Library) -> None:
    anna = {
        "name": "Anna Example",
        "birth_date": "1962-03-05",
        "appointment": "2026-12-01T09:30",
        "phone": "0312-555-0142",
        "location": "Suite 3",
        "clinician": "Dr. Maria Sample",
        "notes": "Bring your list.",
        "visits": "2026-12-01, 2026-12-02",
    }
    assert set(anna) == set(library.fields)
    assert set(from_settings(anna, library.fields).values) == set(anna)


def test_dates_in_a_group_of_keys_are_told() -> None:
    (sentence,) = mistakes(read_as, "the_dates: {first: 2026-12-01}\n")
    assert sentence.startswith("anna.yaml:1: `the_dates` ")


@pytest.mark.parametrize("nothing", ["~", "null"])
def test_a_patients_field_with_nothing_behind_it_is_empty(nothing: str) -> None:
    assert read_as(f"the_text: {nothing}\n") == {}


def test_a_key_that_is_a_list_does_not_tell_what_it_holds() -> None:
    assert "Node" not in "".join(mistakes(read_as, "? [Anna]\n: b\n"))
