"""What a text may hold: every mistake with its line, and what a reader gets on a given day."""

from datetime import date
from pathlib import Path

import pytest
from helpers import AT, FIRST, SHORT, page, told, treatment, varied

from handouts.clinic import Brand, Clinic
from handouts.library import open_library

KINDS = (
    "'prose', 'list', 'steps', 'checklist', 'warning', 'table', 'assistance', 'picture', 'log', "
    "'questions', 'notes', 'chances', "
    "'timeline', 'teachback', 'link'"
)
ID = "use a to z, 0 to 9 and -, at most 64"

# What is changed in SHORT -> the line of the mistake and its sentence.
OF_A_TEXT = {
    "unknown": (
        {"title: Short": "title: Short\nsubtitel: Shorter"},
        "7: `subtitel` is not a field here (did you mean `subtitle`?)",
    ),
    "unknown, like nothing": (
        {"title: Short": "title: Short\nzzz: 1"},
        "7: `zzz` is not a field here (check the spelling)",
    ),
    "missing": ({"title: Short\n": ""}, "1: `title` is missing (add it)"),
    "missing, deeper": ({"  text: Drink water.\n": ""}, "8: `text` is missing (add it)"),
    "empty": (
        {"title: Short": "title: ''"},
        "6: `title` is empty (write it behind the colon, in quotes where it begins with #)",
    ),
    "blank": (
        {"title: Short": "title: '  '"},
        "6: `title` is empty (write it behind the colon, in quotes where it begins with #)",
    ),
    "text, not a list": (
        {"sections:\n": "explains: water\nsections:\n"},
        "13: `explains` is not a list (write [one, two], or one a line, each behind a dash)",
    ),
    "a list, not text": (
        {"title: Short": "title: [Short]"},
        "6: `title` is not text (write it on one line, in quotes)",
    ),
    "text, not a group": (
        {SHORT[SHORT.index("main_message") : SHORT.index("sections")]: "main_message: Drink.\n"},
        "8: `main_message` is not a group of keys "
        "(write its keys below it, each on an indented line)",
    ),
    "bad id": ({"id: main": "id: Main!"}, f"9: `id` is not written as it must be ({ID})"),
    "long id": ({"id: main": f"id: {'a' * 65}"}, f"9: `id` is not written as it must be ({ID})"),
    "bad language": (
        {"language: en": "language: english"},
        "2: `language` is not written as it must be (write two small letters, such as en)",
    ),
    "bad date": (
        {"2026-11-22": "November 22"},
        "4: `updated` is not a date (write 2026-12-31)",
    ),
    "no such day": (
        {"2027-05-22": "2027-02-30"},
        "5: `review_due` is not a date (write 2026-12-31)",
    ),
    "no source": ({"[acr-ivig]": "[]"}, "11: `sources` is empty (give at least one)"),
    "no sources": ({"  sources: [acr-ivig]\n": ""}, "8: `sources` is missing (add it)"),
    "how sure": (
        {"confidence: mixed": "confidence: sure"},
        "12: `confidence` has a value that is not known "
        "(write one of 'retrieved', 'mixed' or 'background')",
    ),
    "yes or no": (
        {"confidence: mixed": "confidence: mixed\n  high_risk: perhaps"},
        "13: `high_risk` is neither true nor false (write true or false)",
    ),
    "bad day of expiry": (
        {"confidence: mixed": "confidence: mixed\n  expires: soon"},
        "13: `expires` is not a date (write 2026-12-31)",
    ),
    "no section": (
        {SHORT[SHORT.index("sections:") :]: "sections: []\n"},
        "13: `sections` is empty (give at least one)",
    ),
}

OF_A_SECTION = {
    "unknown": (
        {"heading: What": "headng: What"},
        "15: `headng` is not a field here (did you mean `heading`?)",
    ),
    "missing": ({"    heading: What it is\n": ""}, "14: `heading` is missing (add it)"),
    "no kind": (
        {"    kind: prose\n": ""},
        "14: `kind` is missing (say which kind of section this is)",
    ),
    "unknown setting": (
        {"kind: prose": "kind: prose\n    setting: wide"},
        "17: `setting` has a value that is not known (write one of 'hanging', 'column' or 'full')",
    ),
    "bad id": ({"id: first": "id: 1st!"}, f"18: `id` is not written as it must be ({ID})"),
    "too many lines": (
        {"kind: prose": "kind: notes\n    lines: 21"},
        "17: `lines` is not a number that can stand here (at most 20)",
    ),
    "lines in words": (
        {"kind: prose": "kind: notes\n    lines: many"},
        "17: `lines` is not a number that can stand here (write a whole number)",
    ),
    "an address that could track": (
        {"kind: prose": "kind: link\n    url: https://clinic.example/?from=anna"},
        "17: `url` is not written as it must be "
        "(write a web address that begins with https:// and has no ?)",
    ),
    "no address": (
        {"kind: prose": "kind: link\n    url: javascript:alert(1)"},
        "17: `url` is not written as it must be "
        "(write a web address that begins with https:// and has no ?)",
    ),
    "a tier of warnings": (
        {"kind: prose\n    statements:": "kind: warning\n    emergency:"},
        "14: `now` is missing (add it)",
    ),
    "another hundred": (
        {"kind: prose": "kind: chances\n    out_of: 50"},
        "17: `out_of` is not a number that can stand here (at least 100)",
    ),
    "a week before the start": (
        {"kind: prose": "kind: timeline\n    weeks: [0, -2]"},
        "17: `week` is not a number that can stand here (at least 0)",
    ),
}


@pytest.mark.parametrize("wrong", OF_A_TEXT)
def test_a_mistake_in_a_text_is_told_by_file_and_line(wrong: str, tmp_path: Path) -> None:
    changes, sentence = OF_A_TEXT[wrong]
    assert told(tmp_path, {AT: varied(changes)}) == [f"{AT}:{sentence}"]


@pytest.mark.parametrize("wrong", OF_A_SECTION)
def test_a_mistake_in_a_section_is_told_by_file_and_line(wrong: str, tmp_path: Path) -> None:
    changes, sentence = OF_A_SECTION[wrong]
    assert f"{AT}:{sentence}" in told(tmp_path, {AT: varied(changes)})


def test_an_unknown_kind_is_told_with_all_kinds_there_are(tmp_path: Path) -> None:
    sentences = told(tmp_path, {AT: varied({"kind: prose": "kind: poem"})})
    assert f"has a value that is not known (write one of {KINDS})" in "\n".join(sentences)


def test_all_mistakes_of_a_text_are_told_at_once(tmp_path: Path) -> None:
    wrong = varied({"2026-11-22": "soon", "title: Short": "titel: Short", "id: main": "id: M"})
    assert set(told(tmp_path, {AT: wrong})) == {
        f"{AT}:4: `updated` is not a date (write 2026-12-31)",
        f"{AT}:1: `title` is missing (add it)",
        f"{AT}:6: `titel` is not a field here (did you mean `title`?)",
        f"{AT}:9: `id` is not written as it must be ({ID})",
    }


def test_words_lose_the_blanks_around_them() -> None:
    assert treatment(varied({"title: Short": "title: '  Short '"})).title == "Short"


def test_what_was_read_is_never_changed() -> None:
    text = treatment()
    with pytest.raises(ValueError, match="frozen"):
        text.title = "Another"  # type: ignore[misc]


# One statement that expires, one for staff, one for everybody.
EXPIRES, STAFF, EVERYBODY = (
    FIRST.replace("first", name) + more
    for name, more in [
        ("expiring", "        expires: 2026-12-01\n"),
        ("for-staff", "        staff_only: true\n"),
        ("for-all", ""),
    ]
)


def printed(statements: str, day: date) -> list[str]:
    """The ids of the section's statements that are read on that day."""
    sections = treatment(varied({FIRST: statements})).on(day).sections
    return [s.id for part in sections for group in part.groups().values() for s in group]


def test_a_statement_is_read_up_to_its_last_day_and_not_after() -> None:
    assert printed(EXPIRES + EVERYBODY, date(2026, 12, 1)) == ["expiring", "for-all"]
    assert printed(EXPIRES + EVERYBODY, date(2026, 12, 2)) == ["for-all"]


def test_a_statement_for_staff_is_never_read() -> None:
    assert printed(STAFF + EVERYBODY, date(2026, 12, 1)) == ["for-all"]


@pytest.mark.parametrize("statements", [EXPIRES, STAFF, EXPIRES + STAFF])
def test_a_section_left_with_nothing_to_say_leaves_too(statements: str) -> None:
    assert treatment(varied({FIRST: statements})).on(date(2026, 12, 2)).sections == ()


def test_lines_to_write_on_stay_though_nothing_stands_above_them() -> None:
    notes = varied({"kind: prose\n    statements:\n" + FIRST: "kind: notes\n    lines: 6\n"})
    (section,) = treatment(notes).on(date(2026, 12, 2)).sections
    assert section.id == "what"


@pytest.mark.parametrize("sign", [EXPIRES, STAFF])
def test_a_sign_to_call_for_neither_expires_nor_is_for_staff_only(
    sign: str, tmp_path: Path
) -> None:
    tiers = "kind: warning\n    emergency:\n" + EVERYBODY
    tiers += "    now:\n" + sign + FIRST + "    office:\n" + FIRST.replace("first", "last")
    text = varied({"kind: prose\n    statements:\n" + FIRST: tiers})
    assert told(tmp_path, {AT: text}) == [
        f"{AT}:14: no part of this section can expire or be for staff only "
        "(take `expires` or `staff_only` out, or put the statement into another section)"
    ]


def test_an_expired_row_of_the_facts_at_a_glance_leaves() -> None:
    row = "glance:\n  - label: Cost\n    id: cost\n    text: Much.\n    sources: [acr-ivig]\n"
    row += "    confidence: mixed\n    expires: 2026-12-31\n"
    text = treatment(varied({"sections:": row + "sections:"}))
    assert [line.id for line in text.on(date(2026, 12, 31)).glance] == ["cost"]
    assert text.on(date(2027, 1, 1)).glance == ()


def test_the_text_itself_still_holds_what_a_reader_no_longer_gets() -> None:
    text = treatment(varied({FIRST: EXPIRES + STAFF}))
    assert [s.id for s in text.statements()] == ["main", "expiring", "for-staff"]


def test_statements_come_in_reading_order() -> None:
    text = open_library().text("ivig", "en")
    ids = [statement.id for statement in text.statements()]
    assert ids[:2] == ["main-message", "how-given"]
    assert ids.index("em-breathing") < ids.index("now-clot") < ids.index("office-mild")
    assert ids[-1] == "say-clot-signs"


def test_a_clinic_that_says_nothing_has_lines_to_write_on() -> None:
    clinic = Clinic()
    assert (clinic.name, clinic.day_phone.number) == (None, None)
    assert (clinic.emergency_number, clinic.paper) == ("911", "Letter")


@pytest.mark.parametrize("colour", ["teal", "#0b647", "0b6478", "#0b64788", "#0b647g", "#0b6478\n"])
def test_a_colour_is_written_as_hex_and_in_no_other_way(colour: str) -> None:
    with pytest.raises(ValueError, match="colour"):
        Brand(colour=colour)


@pytest.mark.parametrize(
    "wrong",
    sorted(
        set(OF_A_SECTION)
        - {"a tier of warnings", "another hundred", "a week before the start", "unknown"}
    ),
)
def test_a_mistake_in_a_section_is_told_once(wrong: str, tmp_path: Path) -> None:
    changes, sentence = OF_A_SECTION[wrong]
    assert told(tmp_path, {AT: varied(changes)}) == [f"{AT}:{sentence}"]


def test_an_unknown_kind_is_told_by_its_name_and_line(tmp_path: Path) -> None:
    sentence, *_ = told(tmp_path, {AT: varied({"kind: prose": "kind: poem"})})
    assert sentence.startswith(f"{AT}:16: `kind` has a value that is not known")


def test_a_key_of_another_kind_of_section_gets_no_hint_at_itself(tmp_path: Path) -> None:
    sentences = told(tmp_path, {AT: varied({"kind: prose": "kind: warning"})})
    assert not any("did you mean `statements`" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    "change",
    ["weeks: [0,1,2,3,4,5]", "weeks: [0]\n    days: [1, 2, 3]", "weeks: [0]\n    days: [1]"],
)
def test_too_many_weeks_are_told_in_our_words(change: str, tmp_path: Path) -> None:
    text = varied({"kind: prose": f"kind: timeline\n    caption: x\n    {change}"})
    sentences = "\n".join(told(tmp_path, {AT: text}))
    assert "Tuple" not in sentences
    assert "`days` is missing" not in sentences


def test_a_number_is_no_date(tmp_path: Path) -> None:
    assert told(tmp_path, {AT: varied({"2026-11-22": "1763769600"})}) == [
        f"{AT}:4: `updated` is not a date (write 2026-12-31)"
    ]


def test_more_people_than_there_are_is_told(tmp_path: Path) -> None:
    arms = "    arms:\n      - {label: a, count: 101}\n      - {label: b, count: 3}\n"
    text = varied(
        {
            "kind: prose\n": "kind: chances\n    caption: c\n    outcome: o\n    weeks: 2\n    people: 9\n"
            + arms
        }
    )
    assert told(tmp_path, {AT: text})


@pytest.mark.parametrize(
    "change",
    [
        "weeks: [6, 2]",
        "weeks: [0, 0]",
        "weeks: [0]\n    days: [3, 2]",
        "weeks: [0]\n    days: [1, 60]",
        "weeks: [0]\n    days: [-2, -1]",
    ],
)
def test_a_schedule_that_makes_no_sense_is_told(change: str, tmp_path: Path) -> None:
    text = varied(
        {"kind: prose": f"kind: timeline\n    caption: x\n    then_every: 4\n    {change}"}
    )
    assert told(tmp_path, {AT: text})


@pytest.mark.parametrize("more", ["expires: 2026-01-01", "staff_only: true"])
def test_a_main_message_that_nobody_may_read_is_told_or_left_out(more: str, tmp_path: Path) -> None:
    files = {AT: varied({"confidence: mixed\n": f"confidence: mixed\n  {more}\n"})}
    assert told(tmp_path, files) or "Drink water." not in page(tmp_path, files).html
