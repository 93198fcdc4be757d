"""Mistakes as sentences: the place first, then what is wrong, then what would mend it."""

from pathlib import Path

import pytest

from handouts.problems import (
    ContentError,
    Gathering,
    HandoutsError,
    NotFound,
    Place,
    Problem,
    near,
    shown,
)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (
            Problem(Place("a.yaml", 14), "`headng` is not a field here", "did you mean `heading`?"),
            "a.yaml:14: `headng` is not a field here (did you mean `heading`?)",
        ),
        (Problem(Place("a.yaml", 14), "the file is empty"), "a.yaml:14: the file is empty"),
        (Problem(Place("a.yaml"), "cannot be read"), "a.yaml: cannot be read"),
        (Problem(None, "`name` is too long", "at most 60"), "`name` is too long (at most 60)"),
        (Problem(None, "`name` is too long"), "`name` is too long"),
    ],
)
def test_a_mistake_reads_place_then_sentence_then_hint(problem: Problem, sentence: str) -> None:
    assert str(problem) == sentence


def test_a_mistake_is_one_line_however_wild_the_names_are_that_somebody_wrote() -> None:
    wild = Problem(Place("a\x1b[31m.yaml", 1), "there is no `b\n\x1b[2Jc\u202ed`", "x" * 400)
    line = str(wild)
    assert line.startswith("a [31m.yaml:1: there is no `b [2Jc d` (xxx")
    assert line.isprintable()
    assert len(line) < 400


def test_mistakes_come_file_by_file_and_line_by_line_and_each_once() -> None:
    places = [Place("b.yaml", 1), Place("a.yaml", 10), Place("a.yaml", 9), Place("a.yaml"), None]
    gathering = Gathering()
    for place in (*places, *places):
        gathering.problems.append(Problem(place, "wrong"))
    assert str(gathering.error()).splitlines() == [
        "wrong",
        "a.yaml: wrong",
        "a.yaml:9: wrong",
        "a.yaml:10: wrong",
        "b.yaml:1: wrong",
    ]


def test_a_step_that_fails_is_gathered_and_the_next_is_taken() -> None:
    def fails() -> str:
        raise ContentError([Problem(None, "wrong")])

    gathering = Gathering()
    assert gathering.tried(fails) is None
    assert gathering.tried(str, 1) == "1"
    assert str(gathering.error()) == "wrong"


def test_a_file_below_the_current_folder_is_told_as_seen_from_there() -> None:
    assert shown(Path.cwd() / "data" / "sources.yaml") == "data/sources.yaml"


def test_a_file_elsewhere_is_told_by_its_whole_path(tmp_path: Path) -> None:
    assert shown(tmp_path / "clinic.yaml") == f"{tmp_path}/clinic.yaml"


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("headng", ["id", "heading", "kind"], "did you mean `heading`?"),
        ("xyz", ["ivig", "abatacept"], "there is `abatacept`, `ivig`"),
        ("xyz", [f"word-{i}" for i in range(12)][:1], "there is `word-0`"),
        ("xyz", [f"word-{i}" for i in range(13)], "check the spelling"),
        ("xyz", [], "there is none"),
    ],
)
def test_a_name_that_is_not_known_gets_the_nearest_or_all_that_are(
    name: str, known: list[str], hint: str
) -> None:
    assert near(name, known) == hint


def test_all_mistakes_are_told_one_a_line_and_kept_as_values() -> None:
    first, second = Problem(Place("a.yaml", 1), "one"), Problem(Place("b.yaml", 2), "two", "mend")
    error = ContentError([first, second])
    assert str(error) == "a.yaml:1: one\nb.yaml:2: two (mend)"
    assert error.problems == (first, second)


def test_what_is_not_found_is_one_sentence_with_what_is_near() -> None:
    error = NotFound("text", "ivgi", ["ivig", "abatacept"])
    assert str(error) == "There is no text `ivgi` (did you mean `ivig`?)."


@pytest.mark.parametrize("error", [ContentError([]), NotFound("text", "a", [])])
def test_every_mistake_a_person_can_fix_is_caught_by_one_name(error: Exception) -> None:
    assert isinstance(error, HandoutsError)
