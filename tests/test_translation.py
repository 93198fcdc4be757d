"""A translation: held against its English, a draft when that has changed, and readable by itself."""

from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path

import pytest
from checks.planting import statement
from click.testing import CliRunner
from conftest import DAY
from helpers import AT, SHORT, TODAY, clinic, mistakes, varied, without_furniture
from judges import judge, outloud
from test_facts import read_aloud, squeezed

from handouts.checks import findings
from handouts.checks.reading_ease import counts, fernandez_huerta, inflesz, spanish_syllables
from handouts.cli import main
from handouts.handout import Handout
from handouts.language import isolated
from handouts.library import Library, open_library
from handouts.patients import from_settings
from handouts.press import Document, Press
from handouts.signing import Unsigned, signature
from handouts.signoff import roles, signoff
from handouts.translation import original, state_of, unlike

SPANISH = AT.replace("en.yaml", "es.yaml")
CLINIC = "name: Example Clinic\nlanguages: [en, es]\ntexts: [short]\n"
ENGLISH = SHORT + statement(
    "About 79 of 100 people. See www.fda.gov/medwatch, or call 1-800-332-1088."
)
CORTO = varied(
    {
        "language: en": "language: es",
        "Drink water.": "Tome agua.",
        "One thing.": "Una cosa.",
        "What it is": "Qué es",
        "About 79 of 100 people. See www.fda.gov/medwatch, or call": "Unas 79 de cada 100 personas. Vea "
        "www.fda.gov/medwatch, o llame al",
    },
    ENGLISH,
)


def opened(
    folder: Path, changes: Mapping[str, str] | None = None, english: str = ENGLISH
) -> Library:
    """A clinic with a small text in both languages, the Spanish one with these changes."""
    files = {"clinic.yaml": CLINIC, AT: english, SPANISH: varied(changes or {}, CORTO)}
    return open_library(clinic(folder, files))


def dated(folder: Path, english: str = ENGLISH) -> Library:
    """The same, whose translation says which English it was made from."""
    now = state_of(opened(folder), opened(folder).text("short", "en"))
    return opened(folder, {"language: es": f"language: es\nmade_from: {now}"}, english)


def rules(library: Library) -> list[str]:
    found = findings(library, [library.text("short", "es")], TODAY)
    return [one.rule for one in found if "translation" in one.rule]


def test_our_translations_say_what_their_english_says(library: Library) -> None:
    spanish = [text for text in library.texts.values() if text.language == "es"]
    assert sorted(text.id for text in spanish) == list(library.ids())
    for text in spanish:
        english = original(library, text)
        assert english is not None
        assert list(unlike(english, text)) == []
        assert text.made_from == state_of(library, english)


def test_every_term_is_there_in_spanish_with_the_same_sources(library: Library) -> None:
    english, spanish = library.glossaries["en"], library.glossaries["es"]
    assert [term.sources for term in english] == [term.sources for term in spanish]
    assert [term.confidence for term in english] == [term.confidence for term in spanish]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"Unas 79": "Unas 97"}, ["lacks the number 79", "has the number 97"]),
        ({"332-1088": "332-1089"}, ["lacks the number 1088", "has the number 1089"]),
        ({"fda.gov/medwatch": "fda.gov"}, ["lacks the address", "has the address"]),
        ({"sources: [acr-ivig]": "sources: [skin-dm]"}, ["`sources` is skin-dm, and acr-ivig"]),
        ({"confidence: mixed": "confidence: retrieved"}, ["`confidence` is retrieved"]),
        (
            {"id: first": "id: primera"},
            ["`first` of the English is missing", "no statement `primera`"],
        ),
        (
            {"id: what": "id: que"},
            ["the section `what` of the English is missing", "no section `que`"],
        ),
        ({"kind: prose": "kind: list"}, ["`kind` is list, and prose in English"]),
        ({"text: Tome agua.": "text: Tome agua.\n  high_risk: true"}, ["`high_risk` is True"]),
        (
            {"text: Tome agua.": "text: Tome 2 vasos."},
            ["has the number 2, which the English has not"],
        ),
    ],
)
def test_what_a_translation_changes_is_found(
    change: Mapping[str, str], told: list[str], tmp_path: Path
) -> None:
    library = opened(tmp_path, change)
    text = library.text("short", "es")
    english = original(library, text)
    assert english is not None
    found = [one.message for one in unlike(english, text)]
    assert len(found) == len(told)
    assert all(any(part in message for message in found) for part in told)


def test_how_a_page_is_set_and_in_which_order_is_its_own(tmp_path: Path) -> None:
    more = "  - {id: b, heading: B, kind: prose, statements: [{use: bring-list}]}\n"
    library = opened(tmp_path, {}, ENGLISH + more)
    turned = CORTO.replace(
        "sections:\n", "sections:\n" + more.replace("prose", "prose, setting: full")
    )
    (tmp_path / SPANISH).write_text(turned, encoding="utf-8")
    library = open_library(tmp_path)
    assert list(unlike(library.text("short", "en"), library.text("short", "es"))) == []


def test_a_translation_of_the_english_as_it_is_has_no_finding(tmp_path: Path) -> None:
    assert rules(dated(tmp_path)) == []


def test_a_translation_that_names_no_english_is_told_what_to_write(tmp_path: Path) -> None:
    library = opened(tmp_path)
    assert rules(library) == ["stale-translation"]
    (found,) = [
        one
        for one in findings(library, [library.text("short", "es")], TODAY)
        if "stale" in one.rule
    ]
    assert f"made_from: {state_of(library, library.text('short', 'en'))}" in found.hint


def test_one_whose_english_has_changed_is_a_draft_and_cannot_be_signed(tmp_path: Path) -> None:
    library = dated(tmp_path, ENGLISH.replace("One thing.", "Another thing."))
    text = library.text("short", "es")
    assert rules(library) == ["stale-translation"]
    assert signoff(library, text, TODAY).stale
    assert signoff(library, text, TODAY).is_draft
    with pytest.raises(Unsigned, match="is not the one that it was translated from"):
        signature(library, text, by="Anna Example", role="nurse", day=TODAY)


def test_a_new_review_or_source_of_the_english_leaves_the_translation_as_it_is(
    tmp_path: Path,
) -> None:
    later = ENGLISH.replace('version: "1"', 'version: "2"').replace("2027-05-22", "2027-06-22")
    library = dated(tmp_path, later)
    assert rules(library) == []
    assert not signoff(library, library.text("short", "es"), TODAY).stale


def test_a_translator_signs_a_translation(library: Library) -> None:
    assert roles(library, library.text("ivig", "es"))[-1] == "translator"
    assert "translator" not in roles(library, library.text("ivig", "en"))


def test_a_text_without_its_translation_is_told(tmp_path: Path) -> None:
    folder = clinic(tmp_path, {"clinic.yaml": CLINIC, AT: SHORT})
    library = open_library(folder)
    told = [
        one
        for one in findings(library, [library.text("short", "en")], TODAY)
        if one.rule == "untranslated"
    ]
    assert [one.message for one in told] == ["there is no translation into the language `es`"]
    with chdir(folder):
        done = CliRunner().invoke(main, ["print", "short", "--language", "es"])
        everything = CliRunner().invoke(main, ["print", "--all"])
    assert done.exit_code == 1
    assert "There is no language `es` (there is `en`)" in done.output
    assert "note: there is no `short` in the language `es`, only in en\n" in everything.output
    assert everything.exit_code == 0


# --------------------------------------------------------------------------- how it reads


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("sol", 1),
        ("agua", 2),
        ("día", 2),
        ("guía", 2),
        ("siguiente", 3),
        ("que", 1),
        ("oír", 2),
        ("hoy", 1),
        ("y", 1),
        ("enfermedad", 4),
        ("dermatomiositis", 6),
        ("inmunoglobulina", 7),
        ("cuídese", 3),
        ("vergüenza", 3),
    ],
)
def test_the_syllables_of_a_spanish_word(word: str, count: int) -> None:
    assert spanish_syllables(word) == count


def test_the_spanish_formulas_give_what_they_give_by_hand() -> None:
    counted = counts(["La luna sale. El sol se va."], "es")
    assert (counted.sentences, counted.words, counted.syllables) == (2, 7, 9)
    assert inflesz(counted) == pytest.approx(206.835 - 62.3 * 9 / 7 - 3.5)
    assert fernandez_huerta(counted) == pytest.approx(206.84 - 60 * 9 / 7 - 1.02 * 3.5)


def test_a_hard_spanish_text_is_found_and_an_easy_one_is_not(tmp_path: Path) -> None:
    hard = "La administración intravenosa de inmunoglobulinas requiere monitorización hematológica."
    for words, rule in ((hard, ["reading-grade"]), ("Tome agua. Coma bien.", [])):
        library = opened(tmp_path, {"Una cosa.": words})
        found = findings(library, [library.text("short", "es")], TODAY)
        assert [one.rule for one in found if one.rule == "reading-grade"] == rule


# --------------------------------------------------------------------------- on paper


@pytest.fixture(scope="module")
def sheets(library: Library, press: Press) -> dict[str, Document]:
    """Every Spanish text, printed blank, by its id."""
    return {
        text.id: press.print(Handout(text, library.clinic, DAY))
        for text in library.texts.values()
        if text.language == "es"
    }


def test_both_judges_pass_every_spanish_sheet(sheets: dict[str, Document], tmp_path: Path) -> None:
    files = [one.write(tmp_path / f"{name}.pdf") for name, one in sheets.items()]
    assert judge(*files) == []
    assert outloud(*files) == []


def test_every_spanish_statement_stands_on_its_sheet(
    library: Library, sheets: dict[str, Document]
) -> None:
    for text, document in sheets.items():
        said = library.text(text, "es").on(DAY).statements()
        words = squeezed(without_furniture(document.pdf))
        assert [one.id for one in said if squeezed(one.text) not in words] == []


def test_a_spanish_sheet_says_in_spanish_that_it_is_a_draft_and_when_it_is_due(
    sheets: dict[str, Document],
) -> None:
    words = squeezed(read_aloud(sheets["ivig"].pdf))
    assert squeezed("Borrador para revisar en la clínica. No entregar.") in words
    assert squeezed("Español, letra normal.") in words
    assert squeezed("Revisar el 22 de mayo de 2027.") in words
    assert squeezed("Página 1 de 7") in words


def test_spanish_dates_and_times(library: Library, press: Press) -> None:
    with_dates = {"appointment": "2026-12-01T09:30", "birth_date": "1962-03-05"}
    patient = from_settings(with_dates, library.fields)
    document = press.print(Handout(library.text("ivig", "es"), library.clinic, DAY, patient))
    words = squeezed(read_aloud(document.pdf))
    assert squeezed("martes, 1 de diciembre de 2026, 9:30 a. m.") in words
    assert squeezed("5 de marzo de 1962") in words


# --------------------------------------------------------------------------- beside it


def test_help_with_the_language_is_offered_in_each_language_that_is_named(tmp_path: Path) -> None:
    told = "language_help: [en, es]\nday_phone: {number: 312-796-0142}\n"
    files = {"clinic.yaml": CLINIC + told, AT: SHORT}
    library = open_library(clinic(tmp_path, files))
    for edition in ("standard", "large-print"):
        job = Handout(library.text("short", "en"), library.clinic, DAY, edition=edition)
        document = Press(library).print(job)
        words = squeezed(read_aloud(document.pdf))
        assert squeezed("ATTENTION: If you speak another language") in words
        assert squeezed("ATENCIÓN: Si habla español") in words
        assert squeezed("Call 312-796-0142, or ask us.") in words
        file = document.write(tmp_path / "sheet.pdf")
        assert judge(file) == []
        assert outloud(file) == []


def test_a_language_without_words_for_it_is_a_mistake(tmp_path: Path) -> None:
    folder = clinic(
        tmp_path, {"clinic.yaml": CLINIC.replace("es]", "en]") + "language_help: [fr]\n"}
    )
    (told,) = [one for one in mistakes(open_library, folder) if "language_help" in one]
    assert "there is no label `language_help` in the language `fr`" in told


def test_words_from_right_to_left_are_isolated() -> None:
    assert isolated("Anna Example, 3") == "Anna Example, 3"
    assert isolated("Anna יוסי כהן (3)") == "Anna \u2068יוסי כהן\u2069 (3)"
    assert isolated("محمد علي 5 mg") == "\u2068محمد علي\u2069 5 mg"
    # One that stands alone has nothing to disturb.
    assert isolated("יוסי כהן") == "יוסי כהן"
