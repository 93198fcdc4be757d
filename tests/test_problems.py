"""Mistakes as sentences: the place first, then what is wrong, then what would mend it."""

from pathlib import Path

import pytest

from handouts.problems import (
    ContentError,
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
