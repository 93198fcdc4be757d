"""A clinic's folder over ours: what wins, what is merged, and what is told."""

from dataclasses import replace
from pathlib import Path

import pytest
from helpers import AT, FIRST, GLOSSARY, SHORT, clinic, mistakes, told, told_printing, varied

from handouts.library import Library, open_library
from handouts.problems import NotFound

SOURCE = """\
{id}:
  title: A study
  publisher: A journal
  year: 2026
  tier: primary
  cite: {cite}
"""

USE = "      - use: {id}\n"


def test_ours_alone_prints_for_a_clinic_without_a_name(library: Library) -> None:
    assert "ivig" in library.ids()
    assert library.clinic.name is None


def test_a_clinics_own_text_stands_beside_ours(tmp_path: Path) -> None:
    library = open_library(clinic(tmp_path, {AT: SHORT}))
    assert {"ivig", "short"} <= set(library.ids())
    assert list(library.ids()) == sorted(library.ids())
    assert library.text("short", "en").title == "Short"
    assert library.clinic.name == "Example Clinic"


def test_a_clinics_file_at_the_path_of_ours_wins_whole(tmp_path: Path) -> None:
    theirs = varied({"id: short": "id: ivig"})
    library = open_library(clinic(tmp_path, {"data/treatments/ivig/en.yaml": theirs}))
    text = library.text("ivig", "en")
    assert text.title == "Short"
    assert [statement.id for statement in text.statements()] == ["main", "first"]


def test_a_clinics_glossary_is_merged_term_by_term(tmp_path: Path, library: Library) -> None:
    term = "{term: drip, definition: An infusion., sources: [acr-ivig], confidence: mixed}"
    glossary = f"language: en\nterms:\n  - {term}\n"
    merged = open_library(clinic(tmp_path, {"data/glossary/en.yaml": glossary})).glossaries["en"]
    assert {term.term for term in merged} == {"drip", *(t.term for t in library.glossaries["en"])}


def test_a_clinics_common_statements_are_merged_one_by_one(tmp_path: Path) -> None:
    """Ours lean on common statements: a clinic that changes one keeps the others."""
    own = FIRST.replace("first", "bring-list") + FIRST.replace("first", "hello")
    files = {
        AT: varied({FIRST: USE.format(id="hello") + USE.format(id="bring-list")}),
        "data/common/en.yaml": "language: en\nstatements:\n" + own,
    }
    library = open_library(clinic(tmp_path, files))
    (section,) = library.text("short", "en").sections
    assert [s.text for group in section.groups().values() for s in group] == ["One thing."] * 2
    ours = {statement.id: statement.text for statement in library.text("ivig", "en").statements()}
    assert ours["bring-list"] == "One thing."
    assert ours["sun"].startswith("Keep your skin covered")


def test_a_clinics_labels_are_merged_key_by_key(tmp_path: Path, library: Library) -> None:
    labels = open_library(clinic(tmp_path, {"data/labels/en.yaml": "sources: Where from\n"})).labels
    assert labels["en"] == {**library.labels["en"], "sources": "Where from"}


def test_a_clinics_sources_are_merged_key_by_key(tmp_path: Path, library: Library) -> None:
    ours = SOURCE.format(id="oct-pi", cite="The label we read.")
    new = SOURCE.format(id="our-study", cite="Our study.")
    sources = open_library(clinic(tmp_path, {"data/sources.yaml": ours + new})).sources
    assert set(sources) == {*library.sources, "our-study"}
    assert sources["oct-pi"].cite == "The label we read."
    assert sources["oct-pi"].url is None
    assert sources["acr-ivig"] == library.sources["acr-ivig"]


def test_a_clinics_fields_are_merged_key_by_key(tmp_path: Path, library: Library) -> None:
    name = "name: {kind: text, most: 20, labels: {en: Full name}}\n"
    side = "side: {kind: choice, choices: [left, right], labels: {en: Side}}\n"
    fields = open_library(clinic(tmp_path, {"data/fields.yaml": name + side})).fields
    assert set(fields) == {*library.fields, "side"}
    assert (fields["name"].labels["en"], fields["name"].most) == ("Full name", 20)
    # The clinic's entry stands whole: ours was wide.
    assert fields["name"].width == "full"
    assert fields["notes"] == library.fields["notes"]


def test_a_clinics_own_source_can_be_cited(tmp_path: Path) -> None:
    files = {
        AT: varied({"[acr-ivig]": "[our-study]"}),
        "data/sources.yaml": SOURCE.format(id="our-study", cite="Our study."),
    }
    library = open_library(clinic(tmp_path, files))
    assert library.text("short", "en").main_message.sources == ("our-study",)


def test_a_common_statement_is_taken_word_for_word(tmp_path: Path, library: Library) -> None:
    files = {AT: varied({FIRST: USE.format(id="sun")})}
    (section,) = open_library(clinic(tmp_path, files)).text("short", "en").sections
    (statement,) = (s for group in section.groups().values() for s in group)
    (ours,) = (s for s in library.text("ivig", "en").statements() if s.id == "sun")
    assert statement == ours
    assert statement.text.startswith("Keep your skin covered from the sun.")


def test_a_common_statement_may_go_on_in_the_paragraph_before_it(tmp_path: Path) -> None:
    joined = FIRST + USE.format(id="sun") + "        continues: true\n"
    library = open_library(clinic(tmp_path, {AT: varied({FIRST: joined})}))
    assert [s.continues for s in library.text("short", "en").statements()] == [False, False, True]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"[acr-ivig]": "[acr-ivgi]"},
            "11: there is no source `acr-ivgi` (did you mean `acr-ivig`?)",
        ),
        (
            {FIRST: FIRST.replace("[acr-ivig]", "[zzz]")},
            "20: there is no source `zzz` (check the spelling)",
        ),
        (
            {FIRST: USE.format(id="takes-tiem")},
            "18: there is no common statement `takes-tiem` (did you mean `takes-time`?)",
        ),
        (
            {FIRST: FIRST + "        merges: [dm-119]\n"},
            "22: there is no common statement `dm-119` (did you mean `dm-911`?)",
        ),
        ({"id: first": "id: main"}, "18: the id `main` stands twice (give it another)"),
        ({FIRST: FIRST + FIRST}, "22: the id `first` stands twice (give it another)"),
        (
            {"id: short": "id: long"},
            "1: `id` is `long`, but its folder is `short` (make them the same)",
        ),
        (
            {"language: en": "language: fr"},
            "2: `language` is `fr`, but its file is `en.yaml` (make them the same)",
        ),
    ],
)
def test_what_does_not_fit_together_is_told_by_line(
    changes: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    assert told(tmp_path, {AT: varied(changes)}) == [f"{AT}:{sentence}"]


def test_mistakes_in_the_clinics_own_file_are_told_by_line(tmp_path: Path) -> None:
    wrong = "nmae: Example Clinic\npaper: A3\nbrand:\n  colour: teal\nday_phone: 312-555-0142\n"
    assert set(told(tmp_path, {"clinic.yaml": wrong})) == {
        "clinic.yaml:1: `nmae` is not a field here (did you mean `name`?)",
        "clinic.yaml:2: `paper` has a value that is not known (write one of 'Letter' or 'A4')",
        'clinic.yaml:4: `colour` is not written as it must be (write a colour as "#0b6478", with the quotes)',
        "clinic.yaml:5: `day_phone` is not a group of keys "
        "(write its keys below it, each on an indented line)",
    }


@pytest.mark.parametrize(
    ("path", "wrong", "sentence"),
    [
        (
            "data/sources.yaml",
            SOURCE.format(id="our-study", cite="Our study.").replace("primary", "weak"),
            "5: `tier` has a value that is not known (write one of 'primary' or 'secondary')",
        ),
        (
            "data/fields.yaml",
            "side:\n  labels: {en: Side}\n",
            "1: `kind` is missing (add it)",
        ),
        (
            "data/glossary/en.yaml",
            "language: en\nterms:\n  - term: drip\n    definition: It.\n    confidence: mixed\n",
            "3: `sources` is missing (add it)",
        ),
        (
            "data/labels/en.yaml",
            "yes: Yes\nyes: Aye\n",
            "2: `yes` stands here twice (first on line 1)",
        ),
        (AT, "", "1: the file is empty (write it or delete it)"),
    ],
)
def test_a_mistake_in_any_file_is_told_by_line(
    path: str, wrong: str, sentence: str, tmp_path: Path
) -> None:
    assert told(tmp_path, {path: wrong}) == [f"{path}:{sentence}"]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    files = {
        "clinic.yaml": "paper: A3\n",
        "data/fields.yaml": "side: {labels: {en: Side}}\n",
        "data/glossary/en.yaml": "",
        AT: varied({"title:": "titel:"}),
        AT.replace("short", "other"): varied({"id: short": "id: other", "[acr-ivig]": "[zzz]"}),
    }
    assert set(told(tmp_path, files)) == {
        "clinic.yaml:1: `paper` has a value that is not known (write one of 'Letter' or 'A4')",
        "data/fields.yaml:1: `kind` is missing (add it)",
        "data/glossary/en.yaml:1: the file is empty (write it or delete it)",
        f"{AT}:1: `title` is missing (add it)",
        f"{AT}:6: `titel` is not a field here (did you mean `title`?)",
        "data/treatments/other/en.yaml:11: there is no source `zzz` (check the spelling)",
    }


def test_a_folder_without_a_clinic_file_is_no_clinics_folder(tmp_path: Path) -> None:
    assert mistakes(open_library, tmp_path) == [
        f"{tmp_path}: there is no clinic.yaml in this folder (give the clinic's folder)"
    ]


@pytest.mark.parametrize(
    ("path", "entries", "change", "nearest"),
    [
        ("data/common/en.yaml", "statements:\n  - id:\n", {FIRST: USE.format(id="bring-lst")}, "bring-list"),
        ("data/glossary/en.yaml", "terms:\n  - term:\n", {"version:": "explains: [plsma]\nversion:"}, "plasma"),
    ],
)  # fmt: skip
def test_an_entry_without_a_name_is_told_and_the_others_are_suggested(
    path: str, entries: str, change: dict[str, str], nearest: str, tmp_path: Path
) -> None:
    sentences = told(tmp_path, {path: f"language: en\n{entries}", AT: varied(change)})
    assert f"{path}:3: `{entries.split()[-1][:-1]}` is empty" in sentences[0]
    assert sentences[-1].endswith(f"(did you mean `{nearest}`?)")


@pytest.mark.parametrize(
    ("text_id", "language", "sentence"),
    [
        ("ivgi", "en", "There is no text `ivgi` (did you mean `ivig`?)."),
        ("zzz", "en", "There is no text `zzz` (there is `ivig`)."),
        ("ivig", "xx", "There is no language `xx` (there is `en`)."),
    ],
)
def test_a_text_that_is_not_there_is_told_with_what_is(
    text_id: str, language: str, sentence: str, library: Library
) -> None:
    alone = replace(library, texts={("ivig", "en"): library.text("ivig", "en")})
    with pytest.raises(NotFound) as missing:
        alone.text(text_id, language)
    assert str(missing.value) == sentence


@pytest.mark.parametrize("use", ["[sun]", "{sun: 1}"])
def test_a_use_that_is_not_one_name_is_told(use: str, tmp_path: Path) -> None:
    (sentence, *_) = told(tmp_path, {AT: varied({FIRST: f"      - use: {use}\n"})})
    assert sentence.startswith(f"{AT}:18: ")


def test_a_continues_that_is_neither_true_nor_false_is_told(tmp_path: Path) -> None:
    joined = FIRST + "      - use: sun\n        continues: maybe\n"
    assert f"{AT}:23: `continues` is neither true nor false (write true or false)" in told(
        tmp_path, {AT: varied({FIRST: joined})}
    )


def test_continues_says_yes_as_well_as_true(tmp_path: Path) -> None:
    joined = FIRST + "      - use: sun\n        continues: yes\n"
    library = open_library(clinic(tmp_path, {AT: varied({FIRST: joined})}))
    assert [s.continues for s in library.text("short", "en").statements()] == [False, False, True]


def test_a_common_statement_used_twice_is_told_by_its_line(tmp_path: Path) -> None:
    twice = "      - use: sun\n      - use: sun\n"
    assert told(tmp_path, {AT: varied({FIRST: twice})}) == [
        f"{AT}:19: the id `sun` stands twice (give it another)"
    ]


def test_a_source_with_a_wrong_entry_is_told_once_and_not_where_it_is_cited(tmp_path: Path) -> None:
    source = SOURCE.format(id="our-study", cite="Our study.")
    term = "{term: drip, definition: It., sources: [our-study], confidence: mixed}"
    files = {
        "data/sources.yaml": source.replace("  title: A study\n", ""),
        "data/glossary/en.yaml": f"language: en\nterms:\n  - {term}\n",
        AT: varied({"[acr-ivig]": "[our-study]"}),
    }
    assert told(tmp_path, files) == ["data/sources.yaml:1: `title` is missing (add it)"]


def test_a_common_statement_with_an_unknown_source_is_told_in_its_own_file(tmp_path: Path) -> None:
    files = {
        AT: varied({FIRST: "      - use: hello\n"}),
        "data/common/en.yaml": "language: en\nstatements:\n"
        + FIRST.replace("first", "hello").replace("acr-ivig", "zzz"),
    }
    (sentence,) = told(tmp_path, files)
    assert sentence.startswith("data/common/en.yaml:5: there is no source `zzz`")


def test_a_glossary_with_an_unknown_source_is_told(tmp_path: Path) -> None:
    files = {
        AT: varied({"One thing": "Plasma"}),
        "data/glossary/en.yaml": GLOSSARY.replace("skin-dm", "zzz"),
    }
    (sentence,) = told(tmp_path, files)
    assert sentence.startswith("data/glossary/en.yaml:3: there is no source `zzz`")


@pytest.mark.parametrize("file", ["data/labels/en.yaml", "data/sources.yaml", "data/fields.yaml"])
@pytest.mark.parametrize("wrong", ["- a\n", "words\n"])
def test_a_list_or_a_word_where_keys_should_stand_is_told(
    file: str, wrong: str, tmp_path: Path
) -> None:
    (sentence,) = told(tmp_path, {file: wrong})
    assert sentence.startswith(f"{file}:1: ")


@pytest.mark.parametrize("wrong", ["sources: [a]", "sources: a {b}", "sources: '50 {'"])
def test_a_label_that_cannot_be_printed_is_told(wrong: str, tmp_path: Path) -> None:
    (sentence,) = told(tmp_path, {"data/labels/en.yaml": f"page: P\n{wrong}\n"}) or told_printing(
        tmp_path, {"data/labels/en.yaml": f"page: P\n{wrong}\n"}
    )
    assert sentence.startswith("data/labels/en.yaml:2: ")


def test_a_language_without_labels_is_told(tmp_path: Path) -> None:
    spanish = varied({"language: en": "language: fr"})
    (sentence,) = told(tmp_path, {AT.replace("en.yaml", "fr.yaml"): spanish})
    assert "fr" in sentence


def test_a_field_for_the_schedule_that_holds_no_dates_is_told(tmp_path: Path) -> None:
    fields = "more: {kind: text, place: schedule, labels: {en: More}}\n"
    assert told(tmp_path, {"data/fields.yaml": fields})


def test_a_choice_without_choices_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, {"data/fields.yaml": "side: {kind: choice, labels: {en: Side}}\n"})


def test_a_field_named_as_what_is_about_the_copy_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, {"data/fields.yaml": "email: {kind: text, labels: {en: E}}\n"})
