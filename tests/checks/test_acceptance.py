"""A finding that a person has accepted is a note; what accepts nothing is told."""

from collections.abc import Mapping
from pathlib import Path

from helpers import AT, SHORT, TODAY, clinic

from checks.planting import statement
from handouts import SHIPPED
from handouts.checks import findings
from handouts.library import open_library

FAULT = statement("This can cure DM.")
LATER = SHORT.replace("id: short", "id: later").replace("title: Short", "title: Later")


def heard(folder: Path, files: Mapping[str, str], *names: str) -> list[str]:
    """What is told of promises and acceptances in these texts, or in all of the folder's own."""
    library = open_library(clinic(folder, files))
    wanted = names or tuple(Path(path).parent.name for path in files if path.endswith("/en.yaml"))
    texts = [text for key, text in library.texts.items() if key[0] in wanted]
    found = findings(library, texts, TODAY)
    told = [finding for finding in found if finding.rule in ("promise", "accepted-nothing")]
    return [str(finding).replace(f"{folder.resolve()}/", "") for finding in told]


def accepting(rule: str = "promise", named: str = "statement: more, ") -> str:
    return f"accepted:\n  - {{rule: {rule}, {named}reason: Vetted, by: Dr. Maria Sample}}\n"


def test_an_accepted_finding_is_a_note_that_says_who_and_why(tmp_path: Path) -> None:
    text = SHORT + FAULT + accepting()
    assert heard(tmp_path, {AT: text}) == [
        f"{AT}:23: note: `cure` is a promise (accepted by Dr. Maria Sample: Vetted) [promise]"
    ]


def test_without_a_statement_it_counts_for_the_whole_text(tmp_path: Path) -> None:
    text = SHORT + FAULT + statement("It is safe.", "other") + accepting(named="")
    assert [line.split()[1] for line in heard(tmp_path, {AT: text})] == ["note:", "note:"]


def test_another_statement_and_another_text_keep_their_errors(tmp_path: Path) -> None:
    other = statement("It is safe.", "other")
    files = {
        AT: SHORT + FAULT + other + accepting(),
        "data/treatments/later/en.yaml": LATER + FAULT,
    }
    assert [line.split()[0].split("/")[2] + line.split()[1] for line in heard(tmp_path, files)] == [
        *("latererror:", "shortnote:", "shorterror:")
    ]


def test_what_accepts_nothing_is_told_at_its_own_line(tmp_path: Path) -> None:
    text = SHORT + FAULT + accepting(named="statement: first, ")
    assert heard(tmp_path, {AT: text})[1:] == [
        f"{AT}:27: warning: `promise` is accepted here, and finds nothing about `first` "
        "(take it out, or mend its `statement`) [accepted-nothing]"
    ]


def test_a_rule_that_there_is_not_is_told_with_the_nearest(tmp_path: Path) -> None:
    text = SHORT + FAULT + accepting("promises")
    assert heard(tmp_path, {AT: text})[1:] == [
        f"{AT}:27: warning: `promises` is accepted here, and finds nothing about `more` "
        "(did you mean `promise`?) [accepted-nothing]"
    ]


#: A statement that promises, to stand beside our shared ones.
SHARED = (
    "language: en\nstatements:\n"
    "- {id: shared, text: It is safe., sources: [skin-dm], confidence: mixed}\n"
)
SHELF = "data/common/en.yaml"
GLOSSARY = (
    "language: en\nterms:\n"
    "- {term: blood clot (thrombosis), also: [clot], definition: The best., "
    "sources: [skin-dm], confidence: mixed}\n"
)
USING = "      - use: shared\n"
BOTH = {AT: SHORT + USING, "data/treatments/later/en.yaml": LATER + USING}
FOR_ALL = SHARED + accepting(named="statement: shared, ")


def test_a_shelf_accepts_for_every_text_that_prints_from_it(tmp_path: Path) -> None:
    assert heard(tmp_path, {**BOTH, SHELF: FOR_ALL}, "short", "later") == [
        f"{SHELF}:3: note: `safe` is a promise (accepted by Dr. Maria Sample: Vetted) [promise]"
    ]


def test_the_glossary_accepts_by_the_term(tmp_path: Path) -> None:
    text = SHORT + statement("It may be a clot.")
    term = accepting(named="statement: blood clot (thrombosis), ")
    for accepted, severity in (("", "error"), (term, "note")):
        files = {AT: text, "data/glossary/en.yaml": GLOSSARY + accepted}
        (line,) = heard(tmp_path, files, "short")
        assert line.startswith(f"data/glossary/en.yaml:3: {severity}: `best` is a promise")


def test_one_text_may_accept_what_another_does_not(tmp_path: Path) -> None:
    files = {**BOTH, AT: BOTH[AT] + accepting(named="statement: shared, "), SHELF: SHARED}
    assert [line.split()[1] for line in heard(tmp_path, files, "short", "later")] == [
        *("note:", "error:")
    ]


def test_a_shelf_accepts_nothing_that_a_text_says_itself(tmp_path: Path) -> None:
    own = statement("This can cure DM.", "own")
    files = {AT: SHORT + own, SHELF: SHARED + accepting(named="statement: own, ")}
    assert [line.split()[1] for line in heard(tmp_path, files, "short")] == ["error:"]


def test_a_shelf_is_judged_when_all_texts_of_its_language_are_looked_at(tmp_path: Path) -> None:
    files = {AT: SHORT, SHELF: FOR_ALL}
    assert heard(tmp_path, files, "short") == []
    every = open_library(clinic(tmp_path, files)).ids()
    idle = [line for line in heard(tmp_path, files, *every) if "accepted-nothing" in line]
    assert idle == [
        f"{SHELF}:5: warning: `promise` is accepted here, and finds nothing about `shared` "
        "(take it out, or mend its `statement`) [accepted-nothing]"
    ]


def test_a_clinic_is_not_told_of_what_its_own_words_leave_idle_of_ours(tmp_path: Path) -> None:
    term = GLOSSARY.replace("blood clot (thrombosis), also: [clot]", "biosimilar")
    assert "statement: biosimilar" in (SHIPPED / "data" / "glossary" / "en.yaml").read_text("utf-8")
    files = {AT: SHORT, "data/glossary/en.yaml": term.replace("The best.", "A close copy.")}
    every = open_library(clinic(tmp_path, files)).ids()
    assert [line for line in heard(tmp_path, files, *every) if "accepted-nothing" in line] == []
