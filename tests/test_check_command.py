"""`handouts check` and `handouts rules` as a person, a program and GitHub read them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import AT, SHORT, clinic
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from handouts.checks import RULES
from handouts.checks.finding import Finding
from handouts.checks.report import as_github
from handouts.cli import main
from handouts.problems import Place

HANDOUTS = Path(sys.executable).with_name("handouts")
HERE = Path(__file__).parent.parent

SET_UP = """\
name: Northside Infusion Clinic
day_phone: {number: 312-867-0142, hours: "Monday to Friday, 8 a.m. to 5 p.m."}
after_hours_phone: {number: 312-867-5309, hours: "Nights, weekends, holidays"}
emergency_number: "911"
"""
# What a text of two sentences lacks is not asked here.
LACKING = "emergency-box,how-sure"
ERROR = "It is 5.0 of it."
WARNING = "Administer it. Rest a lot. Drink some tea. Then go home."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic's folder with one small text, where the commands are typed."""
    monkeypatch.chdir(clinic(tmp_path, {"clinic.yaml": SET_UP, AT: SHORT}))
    monkeypatch.setenv("HANDOUTS_CLINIC", ".")
    return tmp_path


def check(*arguments: str, says: str = "One thing.") -> Result:
    """How the check of the small text ends, when its one statement says this."""
    Path(AT).write_text(SHORT.replace("One thing.", says), encoding="utf-8")
    day = ("--as-of", "2026-12-01")
    # Pages take seconds, and have tests of their own.
    return CliRunner().invoke(main, ["check", "--words", *arguments, *day])


def with_pages(*arguments: str, text: str = SHORT) -> list[str]:
    """The lines of a check that prints the text, too."""
    Path(AT).write_text(text, encoding="utf-8")
    day = ("--as-of", "2026-12-01")
    return CliRunner().invoke(main, ["check", "short", *arguments, *day]).stdout.splitlines()


def lines(*arguments: str, says: str = "One thing.") -> list[str]:
    return check("short", *arguments, "--allow", LACKING, says=says).stdout.splitlines()


def test_a_finding_is_one_line_with_its_place_and_the_last_line_counts(here: Path) -> None:
    assert [line for line in lines(says=ERROR) if ": note:" not in line] == [
        f"{AT}:3: warning: nobody has signed version 1, so that it prints as a draft "
        "(have it read and signed) [unsigned]",
        f"{AT}:19: error: `5.0` ends in a zero after its point (write 5) [trailing-zero]",
        "1 error, 1 warning, 2 notes",
    ]


def test_it_ends_with_1_on_an_error_and_when_strict_on_a_warning(here: Path) -> None:
    allowed = ("short", "--allow", f"{LACKING},unsigned")
    assert check(*allowed).exit_code == 0
    assert check(*allowed, "--strict").exit_code == 0
    assert check(*allowed, says=WARNING).exit_code == 0
    assert check(*allowed, "--strict", says=WARNING).exit_code == 1
    assert check(*allowed, says=ERROR).exit_code == 1


def test_an_allowed_rule_is_told_as_a_note(here: Path) -> None:
    done = check("short", "--allow", f"{LACKING}, trailing-zero", says=ERROR)
    assert ":19: note: `5.0` ends in a zero after its point" in done.stdout
    assert done.exit_code == 0


def test_a_rule_that_there_is_not_ends_with_2_and_the_nearest(here: Path) -> None:
    done = check("short", "--allow", "trailing-zeros")
    assert done.exit_code == 2
    assert "There is no rule `trailing-zeros` (did you mean `trailing-zero`?)." in done.stderr


def test_all_rules_that_there_are_not_are_told_at_once(here: Path) -> None:
    done = check("short", "--allow", "zzz,UNSIGNED", "--allow", "zzz")
    assert done.exit_code == 2
    assert "There is no rule `zzz` (check the spelling)." in done.stderr
    assert "There is no rule `UNSIGNED` (did you mean `unsigned`?)." in done.stderr
    assert done.stderr.count("zzz") == 1


def test_rules_may_be_allowed_one_by_one(here: Path) -> None:
    allowed = [f"--allow={rule}" for rule in (LACKING, "unsigned", "trailing-zero")]
    done = check("short", "--strict", *allowed, says=ERROR)
    assert done.stdout.splitlines()[-1] == "0 errors, 0 warnings, 4 notes"
    assert done.exit_code == 0


def test_json_is_a_list_of_objects_with_exactly_these_keys(here: Path) -> None:
    done = check("short", "--format", "json", "--allow", LACKING, says=ERROR)
    told = json.loads(done.stdout)
    keys = ["rule", "severity", "path", "line", "page", "message", "hint"]
    assert [list(each) for each in told] == [keys] * 4
    assert told[-1] == {
        "rule": "trailing-zero",
        "severity": "error",
        "path": AT,
        "line": 19,
        "page": None,
        "message": "`5.0` ends in a zero after its point",
        "hint": "write 5",
    }
    assert done.exit_code == 1


def test_github_gets_a_command_for_each(here: Path) -> None:
    told = lines("--format", "github", says=ERROR)
    assert told[-1] == (
        f"::error file={AT},line=19,title=trailing-zero::"
        "`5.0` ends in a zero after its point (write 5)"
    )
    assert {line.split()[0] for line in told} == {"::error", "::warning", "::notice"}


BROKEN = "It is\n        tetx: wrong"
MISTAKE = "`tetx` is not a field here"


def test_programs_are_told_in_their_form_what_cannot_be_read(here: Path) -> None:
    done = check("short", "--format", "json", "--allow", "unreadable", says=BROKEN)
    assert json.loads(done.stdout) == [
        {
            "rule": "unreadable",
            "severity": "error",
            "path": AT,
            "line": 20,
            "page": None,
            "message": MISTAKE,
            "hint": "did you mean `text`?",
        }
    ]
    assert (done.exit_code, done.stderr) == (1, "")
    done = check("--format", "github", says=BROKEN)
    assert done.stdout == (
        f"::error file={AT},line=20,title=unreadable::{MISTAKE} (did you mean `text`?)\n"
    )
    assert (done.exit_code, done.stderr) == (1, "")


def test_a_person_is_told_it_in_a_sentence(here: Path) -> None:
    for form in ("text", "table"):
        done = check("--format", form, says=BROKEN)
        assert done.stderr == f"{AT}:20: {MISTAKE} (did you mean `text`?)\n"
        assert (done.exit_code, done.stdout) == (1, "")


def test_github_reads_every_sign_back_as_it_was() -> None:
    finding = Finding("promise", "note", Place("a,b:c%.yaml"), "100%\r\nsure: yes, now", "say: no")
    assert list(as_github([finding])) == [
        "::notice file=a%2Cb%3Ac%25.yaml,title=promise::100%25%0D%0Asure: yes, now (say: no)"
    ]


def test_without_an_id_all_texts_are_checked(here: Path) -> None:
    paths = {each["path"] for each in json.loads(check("--format", "json").stdout)}
    assert AT in paths
    assert any(path.endswith("data/treatments/ivig/en.yaml") for path in paths)
    one = json.loads(check("short", "--format", "json").stdout)
    assert {each["path"] for each in one} == {AT}


def test_a_text_or_language_that_there_is_not_is_told(here: Path) -> None:
    assert check("shrot").stderr == "There is no text `shrot` (did you mean `short`?).\n"
    assert check("--language", "xx").stderr == "There is no language `xx` (there is `en`, `es`).\n"
    assert check("shrot").exit_code == check("--language", "xx").exit_code == 1
    assert lines("--language", "en") == lines()


def test_the_clinics_own_file_is_named_where_it_is_not_set_up(here: Path) -> None:
    Path("clinic.yaml").write_text("name: Northside\n", encoding="utf-8")
    told = [line for line in lines() if line.endswith("[clinic-not-set-up]")]
    assert len(told) == 4
    assert all(line.startswith("clinic.yaml:1: error: ") for line in told)


def test_the_table_tells_how_hard_a_text_is(here: Path) -> None:
    done = check("short", "--format", "table", says="Rest.")
    assert done.stdout.splitlines() == [
        "| Text | Words | Longest sentence | Flesch-Kincaid | SMOG | With all names |",
        "|---|--:|--:|--:|--:|--:|",
        "| Short | 3 | 2 | 0.7 | 3.1 | 0.7 and 3.1 |",
    ]
    assert done.exit_code == 0


def test_sarif_is_as_its_schema_asks_and_tells_what_json_tells(here: Path) -> None:
    log = Sarif.model_validate_json(check("short", "--format", "sarif", says=ERROR).stdout)
    results = log.runs[0].results or []
    told = json.loads(check("short", "--format", "json", says=ERROR).stdout)
    assert [(one.ruleId, one.level.value) for one in results] == [
        (one["rule"], one["severity"]) for one in told
    ]
    (zero,) = [one for one in results if one.ruleId == "trailing-zero"]
    place = zero.locations[0].physicalLocation
    assert (place.artifactLocation.uri, place.region.startLine) == (AT, 19)
    named = {rule.id for rule in log.runs[0].tool.driver.rules}
    assert {one["rule"] for one in told} <= named


def test_a_fault_of_a_page_is_told_with_its_page_unless_only_words_are_asked_for(
    here: Path,
) -> None:
    css = here / "styles" / "clinic.css"
    css.parent.mkdir()
    css.write_text(".title .about { font-size: 7pt }")
    whole = [line for line in with_pages() if "small-type" in line]
    assert whole == [
        f"{AT}: page 1: error: short-en: “A short sheet” is set in 7 points (at least 9.5 points) [small-type]"
    ]
    assert not any("small-type" in line for line in lines())
    (found,) = [
        one
        for one in json.loads("".join(with_pages("--format", "json")))
        if one["rule"] == "small-type"
    ]
    assert (found["path"], found["line"], found["page"]) == (AT, None, 1)
    printed = CliRunner().invoke(main, ["print", "short"])
    assert printed.exit_code == 0
    assert "note: page 1: short-en: “A short sheet” is set in 7 points" in printed.stderr


def test_a_fault_of_a_page_can_be_accepted_and_is_looked_for_only_where_pages_are(
    here: Path,
) -> None:
    css = here / "styles" / "clinic.css"
    css.parent.mkdir()
    css.write_text(".title .about { font-size: 7pt }")
    accepted = SHORT + "accepted: [{rule: small-type, reason: A logo., by: Maria}]\n"
    (noted,) = [line for line in with_pages(text=accepted) if "small-type" in line]
    assert noted.endswith("(accepted by Maria: A logo.) [small-type]")
    assert not any("small-type" in line for line in with_pages("--words", text=accepted))
    css.unlink()
    (idle,) = [line for line in with_pages(text=accepted) if "small-type" in line]
    assert "`small-type` is accepted here, and finds nothing" in idle


def test_our_own_texts_hold_no_error_but_what_only_a_clinic_can_mend(tmp_path: Path) -> None:
    only_a_clinic = ("--allow", "clinic-not-set-up")
    done = subprocess.run(
        [str(HANDOUTS), "check", "--words", *only_a_clinic, "--as-of", "2026-11-22"],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "HANDOUTS_CLINIC"},
        capture_output=True,
        text=True,
    )
    assert [line for line in done.stdout.splitlines() if ": error: " in line] == []
    assert done.returncode == 0, done.stderr


def test_the_manual_on_the_shelf_is_the_programs() -> None:
    told = CliRunner().invoke(main, ["rules"])
    assert told.stdout == (HERE / "docs" / "checks.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"\n## {rule}\n" in told.stdout


def test_each_rule_has_a_sentence_a_manual_and_a_standard() -> None:
    for rule in RULES.values():
        first, _, rest = (rule.__doc__ or "").partition("\n\n")
        assert first.endswith("."), rule.RULE
        assert rest.strip(), rule.RULE
        assert rule.STANDARD.startswith("S"), rule.RULE
