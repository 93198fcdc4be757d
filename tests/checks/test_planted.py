"""Sixty faults, each planted alone into a clean text, and each found on its own line by its rule.

The shipped texts come last: whatever is found in them is mended, or accepted by a person.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers import TODAY, clinic, varied

from handouts.checks import PAGE_CHECKS, RULES, findings, standards
from handouts.checks.finding import Finding
from handouts.library import Library, open_library

CLINIC = """\
name: Northside Infusion Clinic
day_phone: {number: 312-867-0142, hours: "Monday to Friday, 8 a.m. to 5 p.m."}
after_hours_phone: {number: 312-867-0199, hours: Nights and weekends}
emergency_number: "911"
brand: {colour: "#0b6478"}
"""

SOURCES = """\
our-study:
  title: A study of the drip
  publisher: Northside Press
  year: "2024"
  tier: primary
  cite: A study of the drip. Northside Press, 2024.
"""

CLEAN = """\
id: clean
language: en
version: "1"
updated: 2026-11-22
review_due: 2027-05-22
title: IVIG
about: A drip for adults with DM
subtitle: Antibodies, given by vein.
explains: [IVIG, dermatomyositis (DM), infusion, off label, placebo, blood clot (thrombosis)]
main_message:
  id: main
  text: It can calm DM. It takes weeks to work.
  sources: [our-study]
  confidence: mixed
glance:
  - {id: often, label: How often, text: Every 4 weeks., sources: [our-study], confidence: mixed}
  - {id: approved, label: FDA status, text: Off label., sources: [our-study], confidence: mixed}
  - id: sure
    label: How sure are we?
    text: In one study, not all got better.
    sources: [our-study]
    confidence: mixed
    proof: mixed
sections:
  - id: help
    heading: Does it help?
    kind: chances
    caption: How many got a bit better?
    outcome: were a bit better
    weeks: 16
    people: 95
    arms: [{label: on the drip, count: 79}, {label: on a fake drip, count: 44}]
    statements:
      - id: result
        text: The study had 95 adults. In 16 weeks, 79 of 100 got a bit better. On a fake drip it was 44 of 100.
        sources: [our-study]
        confidence: mixed
      - id: status
        text: This use is off label.
        sources: [our-study]
        confidence: mixed
  - id: day
    heading: The day of your drip
    kind: list
    statements:
      - id: bring
        text: Bring a snack.
        sources: [our-study]
        confidence: mixed
      - id: rest
        text: Rest well.
        sources: [our-study]
        confidence: mixed
      - id: staff
        text: Staff read this.
        sources: [our-study]
        confidence: mixed
        staff_only: true
  - id: call
    heading: When to call
    kind: warning
    emergency:
      - id: heart
        text: Chest pain.
        sources: [our-study]
        confidence: mixed
    now:
      - id: head
        text: A bad headache with a stiff neck.
        sources: [our-study]
        confidence: mixed
    office:
      - id: mild
        text: A mild headache.
        sources: [our-study]
        confidence: mixed
must_print:
  - topic: what to bring
    says: [Bring a snack.]
never_print:
  - phrase: any brand
"""

ENGLISH = "data/treatments/clean/en.yaml"


@dataclass(frozen=True)
class Fault:
    """`new` in place of `old` in one of the files, and the rules that find it on `line`."""

    rules: tuple[str, ...]
    old: str
    new: str
    line: str
    file: str = ENGLISH


def said(text: str, *rules: str) -> Fault:
    """A fault in what one statement of a list says."""
    return Fault(rules, "text: Rest well.", f'text: "{text}"', f'text: "{text}"')


def written(old: str, new: str, *rules: str, line: str = "", file: str = ENGLISH) -> Fault:
    """A fault in any other part of a file; on the line of `new`, where no other is told."""
    return Fault(rules, old, new, line or new.strip().splitlines()[0], file)


FAULTS = (
    # S03 to S07, S13: words and sentences.
    written(
        "text: It can calm DM. It takes weeks to work.",
        "text: Immunological abnormalities deteriorate unpredictably. Hypersensitivity complications"
        " necessitate individualized evaluation. Rehabilitation accelerates functionality.",
        "reading-grade",
        line="main_message:",
    ),
    said("You may want to rest for a day or two after the drip, and to ask a friend to help you with the food.", "long-sentence"),
    said("You may want to rest for a day or two after the drip, and to ask a friend or the kids to help you with the food.", "long-sentence"),
    said("Rest well. Sit down. Drink.", "long-paragraph"),
    said("Rest prior to it.", "plain-words"),
    said("Tell us of an adverse event.", "plain-words"),
    said("It will cure you.", "promise"),
    said("It is safe.", "promise"),
    said("Please DO NOT wait.", "capitals"),
    written("heading: The day of your drip", "heading: THE DAY of your drip", "capitals"),
    # S40 to S46: chances and proof.
    said("In it 6 of 95 people had a clot.", "chance-format"),
    said("A clot is rare: 3 out of 1,000 people.", "chance-format"),
    said("About 19% have a fever.", "chance-format"),
    said("About 1 in 5 people feel sick.", "odds"),
    said("One in ten people feels sick.", "odds"),
    said("A clot is twice as likely.", "odds"),
    said("The risk is 50% lower.", "odds"),
    written("text: This use is off label.", "text: Use is off label. Later 83 of 100 got better.", "both-arms"),
    written("text: This use is off label.", "text: Use is off label. 83 of 100 got better, 50 of 100 on a fake drip.", "both-arms"),
    said("In the study, few people, 6 of 100, had a clot.", "both-arms"),
    said("About 42 of 100 people have a headache.", "number-words"),
    written("text: This use is off label.", "text: Not all get better.", "off-label-beside", line="heading: Does it help?"),
    written("    proof: mixed\n", "", "how-sure", line="glance:"),
    written("text: Every 4 weeks., ", "text: Every 4 weeks., proof: weak, ", "how-sure", line="proof: mixed"),
    said("You will feel much better.", "benefit-words"),
    # S47: money, and what is out of date.
    said("You pay $283 first.", "price"),
    written("text: Rest well.", "text: Rest well.\n        expires: 2026-11-30", "expired", line="expires: 2026-11-30"),
    # S48 to S59: doses, numbers, names, dates and times.
    said("Your dose is set by us.", "dose"),
    said("Take 2 with food.", "dose"),
    said("The vial has 500 mg.", "dose"),
    said("A vial of 5.0 inches.", "trailing-zero"),
    said("Your score was 5.0.", "trailing-zero"),
    said("It is 2.50 inches.", "trailing-zero"),
    said("The vial has 300 MG.", "dose"),
    said("A third of people felt tired.", "chance-format"),
    said("Come on 12/1.", "numeric-date"),
    said("Come at 9.30.", "clock-time"),
    said("Come at 0930.", "clock-time"),
    said("It is .5 inches long.", "leading-zero"),
    said("It is 5cm long.", "unit-space"),
    said("A fever of 101F or more.", "unit-space"),
    said("The study had 2500 people.", "thousands-comma"),
    said("It comes QD.", "spelled-units"),
    said("Tell us if you have MS.", "spelled-units"),
    said("You are > 65.", "signs"),
    said("Fever and/or chills.", "signs"),
    said("Snacks & drinks.", "signs"),
    said("Some get MTX too.", "short-form"),
    said("Some get Rituxan.", "brand-first"),
    said("Some get riTUXimab.", "tall-man"),
    said("Come on 12/1/2026.", "numeric-date"),
    said("Come on 2026-12-01.", "numeric-date"),
    said("Come at 9:30 AM.", "clock-time"),
    said("Come at 14:00.", "clock-time"),
    said("Come at 12 p.m. today.", "clock-time"),
    # S34, and S60 to S62: what can be read, and whom to call.
    written('brand: {colour: "#0b6478"}', 'brand: {colour: "#ffe600"}', "pale-brand", file="clinic.yaml"),
    written("number: 312-867-0142", "number: 312-555-0142", "clinic-not-set-up", line="day_phone: {number: 312-555-0142", file="clinic.yaml"),
    said("Call 999 first.", "emergency-number"),
    written("text: Chest pain.", "text: Chest pain (see page 2).", "emergency-box"),
    written("text: A mild headache.", "text: A mild pain in the chest.", "tiers"),
    # S96 to S104: sources, wordings, reviews and acceptances.
    written("cite: A study of the drip. Northside Press, 2024.", "cite: A study of the drip. Northside Press.", "source-list", line="our-study:", file="data/sources.yaml"),
    written("caption: How many got a bit better?", "caption: How did 120 people fare?", "sourced"),
    written("    weeks: 16", "    weeks: 24", "sourced"),
    written("text: Bring a snack.", "text: Bring a drink.", "must-print", line="says: [Bring a snack.]"),
    said("You may get any brand.", "never-print"),
    written("review_due: 2027-05-22", "review_due: 2026-11-30", "overdue"),
    written("review_due: 2027-05-22", "review_due: 2028-05-22", "overdue"),
    written("must_print:\n", "accepted:\n  - {rule: promise, statement: rest, reason: Vetted, by: us}\nmust_print:\n", "accepted-nothing", line="- {rule: promise"),
    written("must_print:\n", "accepted:\n  - {rule: promis, statement: rest, reason: Vetted, by: us}\nmust_print:\n", "accepted-nothing", line="- {rule: promis,"),
)  # fmt: skip


def opened(folder: Path, fault: Fault | None = None) -> Library:
    """The library of a clinic with the clean text, or with this one fault in its files."""
    files = {ENGLISH: CLEAN, "clinic.yaml": CLINIC, "data/sources.yaml": SOURCES}
    if fault:
        files[fault.file] = varied({fault.old: fault.new}, files[fault.file])
    return open_library(clinic(folder, files))


def found(library: Library, *text_ids: str) -> list[Finding]:
    """What is found in these texts, but that nobody has signed them yet."""
    texts = [library.text(text_id, "en") for text_id in text_ids]
    return [finding for finding in findings(library, texts, TODAY) if finding.rule != "unsigned"]


def test_the_clean_text_is_clean(tmp_path: Path) -> None:
    assert found(opened(tmp_path), "clean") == []


@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda fault: f"{'-and-'.join(fault.rules)}: {fault.line}"
)
def test_a_planted_fault_is_found_on_its_line_and_nothing_else(
    tmp_path: Path, fault: Fault
) -> None:
    told = found(opened(tmp_path, fault), "clean")
    assert sorted({finding.rule for finding in told}) == sorted(fault.rules)
    lines = (tmp_path / fault.file).read_text(encoding="utf-8").splitlines()
    for finding in told:
        assert Path(finding.place.path).resolve() == (tmp_path / fault.file).resolve()
        assert fault.line in lines[(finding.place.line or 1) - 1]


def test_sixty_faults_are_planted_and_every_rule_finds_one() -> None:
    assert len(FAULTS) >= 60
    planted = {rule for fault in FAULTS for rule in fault.rules}
    # No text here is signed; what cannot be read is told before any check; pages and translations
    # have tests of their own.
    of_pages = {check.RULE for check in (*PAGE_CHECKS, standards)}
    of_translations = {"translation", "stale-translation", "untranslated"}
    assert planted == set(RULES) - of_pages - of_translations - {"unsigned", "unreadable"}


def test_an_unsigned_text_is_found_at_its_version(tmp_path: Path) -> None:
    library = opened(tmp_path)
    (told,) = findings(library, [library.text("clean", "en")], TODAY)
    line = (tmp_path / ENGLISH).read_text(encoding="utf-8").splitlines()[(told.place.line or 1) - 1]
    assert (told.rule, line) == ("unsigned", 'version: "1"')


def test_nothing_in_the_shipped_texts_is_left_to_mend(library: Library) -> None:
    open_findings = [
        str(finding)
        for finding in found(library, *library.ids())
        # A note is what a person has accepted. The shipped clinic is every clinic's to fill in.
        if finding.severity != "note" and finding.rule != "clinic-not-set-up"
    ]
    assert open_findings == []
