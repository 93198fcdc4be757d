"""Signatures: what they cover, what makes a draft of a text again, and what is told of it."""

import copy
from collections.abc import Mapping
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
import yaml
from click.testing import CliRunner, Result
from helpers import FIRST, GLOSSARY, SHORT, TODAY, clinic
from judges import judge, outloud

from handouts.cli import main
from handouts.handout import Handout
from handouts.library import Library, open_library
from handouts.model import Treatment
from handouts.press import Press
from handouts.signing import sign, signature
from handouts.signoff import content, roles, signoff, since, wording

AT = "data/topics/short/en.yaml"
#: A clinic that can be reached, so that nothing but the text can be wrong.
SET_UP = """\
name: Riverside Clinic
day_phone: {number: 312-796-0142, hours: Monday to Friday}
after_hours_phone: {number: 312-796-0143, hours: Nights}
texts: [short]
"""
TIERS = """\
  - id: call
    heading: When to call
    kind: warning
    emergency:
      - {id: choke, text: Choking., sources: [acr-ivig], confidence: mixed}
      - {id: faint, text: Fainting., sources: [acr-ivig], confidence: mixed}
    now:
      - {id: rash, text: A rash., sources: [acr-ivig], confidence: mixed}
    office:
      - {id: ask, text: Questions., sources: [acr-ivig], confidence: mixed}
"""
LOG = """\
  - {id: log, heading: My log, kind: log, columns: [When, What], rows: ["a: b", "c, d"]}
"""
WHOLE = SHORT + TIERS + LOG
SIGNERS = {
    "prescriber": "Maria Sample, MD",
    "nurse": "Ben Example, RN",
    "pharmacist": "Cara Sample",
}


def run(*words: str, cwd: Path) -> Result:
    """How the command ends, typed in that folder, where nobody can be asked."""
    with chdir(cwd):
        return CliRunner().invoke(main, words)


def written(folder: Path, changed: Mapping[str, str] | None = None) -> Path:
    """The clinic's folder with one text, its glossary and these other files."""
    files = {"clinic.yaml": SET_UP, AT: WHOLE, "data/glossary/en.yaml": GLOSSARY}
    return clinic(folder, {**files, **(changed or {})})


def library(folder: Path) -> Library:
    return open_library(folder)


def signs(folder: Path, by: str, role: str) -> Result:
    """How it ends when somebody signs with the command."""
    day = ("--as-of", TODAY.isoformat())
    return run("sign", "short", "--by", by, "--role", role, "--yes", *day, cwd=folder)


def all_sign(folder: Path, day: date = TODAY) -> None:
    for role, by in SIGNERS.items():
        opened = library(folder)
        text = opened.text("short", "en")
        sign(opened, text, signature(opened, text, by=by, role=role, day=day))  # type: ignore[arg-type]


def is_draft(folder: Path, day: date = TODAY) -> bool:
    opened = library(folder)
    return signoff(opened, opened.text("short", "en"), day).is_draft


def told(folder: Path) -> list[str]:
    """What `handouts check` tells of signatures."""
    lines = run("check", "--words", "--as-of", TODAY.isoformat(), cwd=folder).stdout.splitlines()
    return [line.removesuffix(" [unsigned]") for line in lines if line.endswith("[unsigned]")]


def pages(folder: Path) -> list[str]:
    opened = library(folder)
    document = Press(opened).print(Handout(opened.text("short", "en"), opened.clinic, TODAY))
    path = document.write(folder / "out" / "short-en.pdf")
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def test_when_all_have_signed_their_names_stand_where_the_draft_stood(tmp_path: Path) -> None:
    folder = written(tmp_path)
    drafts = pages(folder)
    assert all("Draft for the clinic’s review. Not yet for patients." in page for page in drafts)
    all_sign(folder)
    signed = pages(folder)
    names = "Reviewed by Maria Sample, MD, Ben Example, RN, and Cara Sample, December 1, 2026."
    assert len(signed) == len(drafts)
    assert all(names in page for page in signed)
    assert not any("Draft" in page or "Not reviewed" in page for page in signed)
    assert "Reviewed: December 1, 2026. Review due: May 22, 2027." in signed[0]
    assert judge(folder / "out/short-en.pdf") == outloud(folder / "out/short-en.pdf") == []


def test_one_comma_makes_a_draft_and_is_told_with_whose_word_it_breaks(tmp_path: Path) -> None:
    folder = written(tmp_path)
    all_sign(folder)
    assert told(folder) == []
    written(folder, {AT: WHOLE.replace("One thing.", "One, thing.")})
    assert is_draft(folder)
    assert told(folder) == [
        f"{AT}:3: warning: the text has changed since Cara Sample signed it on 2026-12-01, "
        "so that it prints as a draft (have it read and signed again)",
        f"{AT}:19: warning: `first` has changed since Cara Sample signed it on 2026-12-01 "
        "(`handouts review` shows both)",
    ]
    opened = library(folder)
    newest = since(opened, opened.text("short", "en"))
    assert newest is not None
    (change,) = newest.changes
    assert (change.key, change.old, change.new) == ("first", "One thing.", "One, thing.")
    # As it was signed, it is signed.
    written(folder)
    assert not is_draft(folder)


def moved() -> str:
    line = "      - {id: faint, text: Fainting., sources: [acr-ivig], confidence: mixed}\n"
    return WHOLE.replace(line, "").replace("    now:\n", f"    now:\n{line}")


UNSIGNS: Mapping[str, dict[str, str]] = {
    "a title": {AT: WHOLE.replace("title: Short", "title: Long")},
    "a row of a log, cut elsewhere": {AT: WHOLE.replace('"a: b", "c, d"', '"a: b, c", "d"')},
    "a template of one's own": {
        "templates/handout.html": '{% extends "shipped/handout.html" %}{% block letterhead %}Stop.{% endblock %}'
    },
    "an emergency number": {"clinic.yaml": SET_UP + 'emergency_number: "999"\n'},
    "a heading": {AT: WHOLE.replace("What it is", "What is it")},
    "a sign moved to another tier": {AT: moved()},
    "another source": {AT: WHOLE.replace("sources: [acr-ivig]", "sources: [ashp-ivig]", 1)},
    "how sure": {AT: WHOLE.replace("confidence: mixed", "confidence: retrieved", 1)},
    "a last day": {AT: WHOLE.replace(FIRST, FIRST + "        expires: 2027-01-01\n")},
    "a later review": {AT: WHOLE.replace("2027-05-22", "2027-05-23")},
    "a version": {AT: WHOLE.replace('version: "1"', 'version: "2"')},
    "a section left out": {AT: SHORT},
    "what a source says of itself": {
        "data/sources.yaml": "acr-ivig:\n  {title: T, publisher: P, year: '2020', tier: primary, cite: C}\n"
    },
    "a label": {"data/labels/en.yaml": "main_message: The point\n"},
    "the label of a box": {"data/fields.yaml": "name: {kind: text, labels: {en: Who}, most: 60}\n"},
    "one more role": {
        "clinic.yaml": SET_UP + "signers: [prescriber, nurse, pharmacist, translator]\n"
    },
}


@pytest.mark.parametrize("changed", UNSIGNS.values(), ids=list(UNSIGNS))
def test_what_a_reader_sees_is_signed(changed: dict[str, str], tmp_path: Path) -> None:
    folder = written(tmp_path)
    all_sign(folder)
    assert not is_draft(folder)
    written(folder, changed)
    assert is_draft(folder)


STAYS: Mapping[str, dict[str, str]] = {
    "a colour and a paper": {"clinic.yaml": SET_UP + 'brand: {colour: "#702030"}\npaper: A4\n'},
    "a phone": {"clinic.yaml": SET_UP.replace("0142", "0199")},
    "how a section is set": {AT: WHOLE.replace("kind: prose", "kind: prose\n    setting: full")},
    "what is for staff": {
        AT: SHORT
        + "      - {id: s, text: S., sources: [acr-ivig], confidence: mixed, staff_only: true}\n"
        + TIERS
        + LOG
    },
    "a term that the text does not use": {
        "data/glossary/en.yaml": GLOSSARY.replace("yellow", "pale")
    },
    "fewer roles": {"clinic.yaml": SET_UP + "signers: [nurse]\n"},
    "an accepted finding": {
        AT: WHOLE + "accepted: [{rule: long-sentence, reason: Vetted., by: Maria Sample}]\n"
    },
}


@pytest.mark.parametrize("changed", STAYS.values(), ids=list(STAYS))
def test_what_no_reader_sees_is_not(changed: dict[str, str], tmp_path: Path) -> None:
    folder = written(tmp_path)
    all_sign(folder)
    written(folder, changed)
    assert not is_draft(folder)


def test_a_statement_called_as_a_part_of_the_text_hides_no_change(tmp_path: Path) -> None:
    named = WHOLE.replace("id: first", "id: title").replace("id: main", "id: sections")
    folder = written(tmp_path, {AT: named})
    all_sign(folder)
    assert not is_draft(folder)
    written(folder, {AT: named.replace("title: Short", "title: Never call")})
    assert is_draft(folder)


def test_a_signature_does_not_count_before_its_day(tmp_path: Path) -> None:
    folder = written(tmp_path)
    all_sign(folder)
    assert is_draft(folder, date(2026, 11, 30))
    assert not is_draft(folder, date(2026, 12, 1))


def test_signatures_that_were_all_withdrawn_are_no_mistake(tmp_path: Path) -> None:
    folder = written(tmp_path)
    all_sign(folder)
    head = (folder / "signoffs.yaml").read_text().partition("- text")[0]
    for left in (head, "[]\n", ""):
        (folder / "signoffs.yaml").write_text(left)
        assert is_draft(folder)
        all_sign(folder)
        assert not is_draft(folder)


def test_another_role_in_clinic_yaml_is_no_change_of_the_text(tmp_path: Path) -> None:
    folder = written(tmp_path)
    opened = library(folder)
    text = opened.text("short", "en")
    sign(opened, text, signature(opened, text, by="Ben", role="nurse", day=TODAY))
    written(folder, {"clinic.yaml": SET_UP + "signers: [prescriber]\n"})
    assert [line.partition("warning: ")[2] for line in told(folder)] == [
        "no prescriber has signed version 1, so that it prints as a draft (have it read and signed)"
    ]


@pytest.mark.parametrize("by", ["Ana\nB", "Ana \u202eB", "Ana 😀", "Ana\x1b[1m", "- x: {", "   "])
def test_a_name_that_no_page_can_print_is_refused(by: str, tmp_path: Path) -> None:
    folder = written(tmp_path)
    done = signs(folder, by, "nurse")
    ok = by == "Ana\nB"  # a line's end is a blank
    assert done.exit_code == (0 if ok else 1)
    assert (folder / "signoffs.yaml").exists() == ok


def test_a_term_that_is_explained_is_signed_with_the_text(tmp_path: Path) -> None:
    uses = WHOLE.replace("One thing.", "Plasma is given.")
    folder = written(tmp_path, {AT: uses})
    all_sign(folder)
    written(folder, {AT: uses, "data/glossary/en.yaml": GLOSSARY.replace("yellow", "pale")})
    told_of = {line.partition("warning: ")[2].partition(" since")[0] for line in told(folder)}
    assert told_of == {"the text has changed", "`term plasma/definition` has changed"}


def test_without_one_of_the_signatures_it_is_a_draft(tmp_path: Path) -> None:
    folder = written(tmp_path)
    all_sign(folder)
    path = folder / "signoffs.yaml"
    first, nurse, last = path.read_text().split("- text: ")[1:]
    path.write_text(f"- text: {first}- text: {last}")
    assert "nurse" in nurse
    assert is_draft(folder)
    assert told(folder) == [
        f"{AT}:3: warning: no nurse has signed version 1, so that it prints as a draft "
        "(have it read and signed)"
    ]


def test_after_its_review_was_due_it_is_a_draft(tmp_path: Path) -> None:
    folder = written(tmp_path)
    all_sign(folder)
    assert not is_draft(folder, date(2027, 5, 22))
    assert is_draft(folder, date(2027, 5, 23))


def test_an_expired_statement_does_not_unsign(tmp_path: Path) -> None:
    ends = WHOLE.replace(
        FIRST, FIRST + FIRST.replace("first", "old") + "        expires: 2026-12-24\n"
    )
    folder = written(tmp_path, {AT: ends})
    all_sign(folder)
    assert not is_draft(folder, date(2026, 12, 25))


def test_words_that_were_altered_where_they_are_kept_are_not_told(tmp_path: Path) -> None:
    folder = written(tmp_path)
    all_sign(folder)
    (kept,) = (folder / "signed").iterdir()
    kept.write_text(kept.read_text().replace("One thing.", "Some thing."))
    written(folder, {AT: WHOLE.replace("One thing.", "Another.")})
    assert [line.partition("warning: ")[2][:20] for line in told(folder)] == [
        "the text has changed"
    ]


def test_a_translation_needs_a_translator_too(tmp_path: Path) -> None:
    opened = library(written(tmp_path))
    text = opened.text("short", "en")
    spanish = text.model_copy(update={"language": "es"})
    assert roles(opened, text) == ("prescriber", "nurse", "pharmacist")
    assert roles(opened, spanish) == ("prescriber", "nurse", "pharmacist", "translator")


def leaves(data: Any) -> list[tuple[Any, Any]]:
    """Every text within: what holds it, and under which key."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    found: list[tuple[Any, Any]] = []
    for key, inner in list(pairs):
        if isinstance(inner, dict | list):
            found += leaves(inner)
        elif key in (
            "text",
            "heading",
            "label",
            "caption",
            "title",
            "about",
            "alt",
            "head",
            "name",
        ):
            found.append((data, key))
    return found


def test_every_word_of_a_long_text_is_signed() -> None:
    opened = open_library()
    text = opened.text("ivig", "en")
    data = text.model_dump(mode="json")
    before = content(wording(opened, text))
    places = leaves(data)
    assert len(places) > 100
    for holder, key in places:
        old = holder[key]
        holder[key] = f"{old} ."
        changed = Treatment.model_validate(copy.deepcopy(data))
        seen = not holder.get("staff_only")
        assert (content(wording(opened, changed)) != before) == seen, old
        holder[key] = old


def test_the_command_signs_and_says_who_is_left(tmp_path: Path) -> None:
    folder = written(tmp_path)
    first = signs(folder, "Maria Sample, MD", "prescriber")
    assert first.exit_code == 0, first.stderr
    unsure = "No source was read in full for these statements, so that you alone answer for them:"
    assert first.stdout.splitlines()[0] == unsure
    assert "  first (mixed): One thing." in first.stdout
    assert first.stdout.splitlines()[-1] == (
        "signoffs.yaml: short-en signed as prescriber; still to sign: nurse, pharmacist"
    )
    again = signs(folder, "Maria Sample, MD", "prescriber")
    assert again.stdout == "short-en: Maria Sample, MD has signed it as prescriber already\n"
    for role in ("nurse", "pharmacist"):
        last = signs(folder, "Ben Example", role)
    assert last.stderr == "note: the same person has signed as nurse\n"
    assert last.stdout.splitlines()[-1].endswith("short-en signed as pharmacist; no draft any more")
    entries = yaml.safe_load((folder / "signoffs.yaml").read_text())
    assert [(one["role"], one["by"], str(one["day"])) for one in entries] == [
        ("prescriber", "Maria Sample, MD", "2026-12-01"),
        ("nurse", "Ben Example", "2026-12-01"),
        ("pharmacist", "Ben Example", "2026-12-01"),
    ]
    written(folder, {AT: WHOLE.replace("One thing.", "Two things.")})
    changed = signs(folder, "Cara Sample", "nurse")
    assert changed.stdout.startswith(
        "Changed since Ben Example signed on 2026-12-01:\n"
        "  first\n    was: One thing.\n    is:  Two things.\n"
    )


def test_what_keeps_a_text_from_being_signed_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path / "ours")
    common = ("--by", "Maria Sample", "--role")
    nobody = run("sign", "short", *common, "nurse", cwd=folder)
    assert nobody.stderr == "Nobody is there to ask: say --yes when all of it has been read.\n"
    role = run("sign", "short", *common, "translator", "--yes", cwd=folder)
    assert role.stderr == (
        "Nobody has to sign `short` as translator: this clinic asks for prescriber, nurse, pharmacist.\n"
    )
    long = run("sign", "short", "--by", "x" * 61, "--role", "nurse", "--yes", cwd=folder)
    assert long.stderr == "A name of at most 60 letters has room on a page.\n"
    written(folder, {"clinic.yaml": "texts: [short]\n"})
    errors = run("sign", "short", *common, "nurse", "--yes", cwd=folder)
    assert errors.stderr.endswith(
        "`short` cannot be signed while there are errors: mend them, or accept them.\n"
    )
    assert "[clinic-not-set-up]" in errors.stderr
    nowhere = run("sign", "short", *common, "nurse", "--yes", cwd=tmp_path)
    assert "clinic.yaml" in nowhere.stderr
    assert [one.exit_code for one in (nobody, role, long, errors, nowhere)] == [1] * 5
    assert not (folder / "signoffs.yaml").exists()


def test_a_copy_is_made_anew_when_its_text_is_signed(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "today.csv").write_text("ref,treatment,name\n1,short,Anna Example\n")
    day = ("--as-of", TODAY.isoformat(), "--jobs", "1")
    for state in ("made", "kept", "made"):
        if state == "made" and (folder / "out/copies/manifest.csv").exists():
            all_sign(folder)
        run("copies", "today.csv", *day, cwd=folder)
        assert f",{state}," in (folder / "out/copies/manifest.csv").read_text()
