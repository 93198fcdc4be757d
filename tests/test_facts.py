"""The IVIG sheet held against the vetted facts: word for word, with their flags and sources."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from handouts import SHIPPED
from handouts.library import Library
from handouts.model import Text
from handouts.reading import read
from handouts.sections import Chances, Timeline, Warnings
from handouts.statements import Statement

VETTED = yaml.safe_load((Path(__file__).parent / "facts" / "treatments.yaml").read_text("utf-8"))
COMMON = VETTED["common"]
(IVIG,) = (treatment for treatment in VETTED["treatments"] if treatment["id"] == "ivig")

# Not on this sheet: what costs and who helps come in a text of their own; brands are a table.
ELSEWHERE = ("brands", "cost_coverage", "assistance")

# What is never named as a source, and why.
NEVER_CITED = {
    "calc-drip": "the researchers' own arithmetic",
    "valor-pdufa": "a forecast, of the weak tier",
}

# A vetted fact that stands on the sheet in other words -> those words.
REWORDED = {
    # A phrase, made a sentence.
    "Antibodies (immune globulin) made from the donated plasma of many healthy people.": (
        "IVIG is antibodies (immune globulin) made from the donated plasma of many healthy people."
    ),
    # "below" breaks when the list stands on another page: the section is named instead.
    "Clots can happen after the visit too. Know the warning signs below.": (
        "Clots can happen after the visit too. Know the warning signs in “When to call”."
    ),
    # dm-same-day stands in a list whose head says "Call us": what is left of it goes to the end.
    "Call us the same day for new trouble swallowing, a new dry cough, more shortness of breath, "
    "or weakness that gets worse fast.": (
        "New trouble swallowing, a new dry cough, more shortness of breath, or weakness that gets "
        "worse fast. Call the same day."
    ),
}

# Signs that several facts name are printed once: every word of these stands in the emergency tier.
MERGED = (
    *IVIG["call_911"],
    *(fact for fact in COMMON["emergency_911"] if "Chest pain" not in fact["text"]),
    COMMON["dm_warning_signs_any_time"][0],
)

# Words that carry no sign.
SMALL = {"a", "and", "if", "in", "it", "of", "on", "or", "the", "you"}


@dataclass(frozen=True)
class Fact:
    """One vetted statement, and the words in which it should stand on the sheet."""

    topic: str
    vetted: dict[str, Any]

    @property
    def words(self) -> str:
        vetted = str(self.vetted["text"])
        return REWORDED.get(vetted, vetted)

    @property
    def sources(self) -> set[str]:
        return set(self.vetted["src"]) - set(NEVER_CITED)

    def __str__(self) -> str:
        return f"{self.topic}: {self.vetted['text'][:40]}"


def facts_of(topics: dict[str, Any]) -> list[Fact]:
    """Every statement under these topics; a topic may hold one or several."""
    return [
        Fact(topic, fact)
        for topic, held in topics.items()
        if topic not in ELSEWHERE
        for fact in (held if isinstance(held, list) else [held])
        if isinstance(fact, dict)
    ]


FACTS = [fact for fact in facts_of(COMMON) + facts_of(IVIG) if fact.vetted not in MERGED]
SIGNS = [Fact("emergency", fact) for fact in MERGED]


def plain(text: str) -> str:
    """The text with every run of white space as one blank."""
    return " ".join(text.split())


def stems(text: str) -> set[str]:
    """The words that carry a sign, without their endings: choke and choking are one."""
    found = re.findall(r"[a-z0-9]+", text.lower())
    return {re.sub(r"(ing|e|s)$", "", word) for word in found} - SMALL


@pytest.fixture(scope="module")
def ivig(library: Library) -> Text:
    return library.text("ivig", "en")


@pytest.fixture(scope="module")
def tier(ivig: Text) -> tuple[Statement, ...]:
    """The emergency signs."""
    (section,) = (part for part in ivig.sections if isinstance(part, Warnings))
    return section.emergency


def carriers(fact: Fact, text: Text) -> list[Statement]:
    """The statements of the text that say just this."""
    return [s for s in text.statements() if plain(s.text) == plain(fact.words)]


def test_the_facts_are_all_here() -> None:
    assert (len(FACTS), len(SIGNS)) == (64, 6)


@pytest.mark.parametrize("fact", FACTS, ids=str)
def test_a_vetted_fact_stands_word_for_word(fact: Fact, ivig: Text) -> None:
    assert carriers(fact, ivig), f"nobody says: {fact.words}"


@pytest.mark.parametrize("fact", FACTS, ids=str)
def test_a_vetted_fact_keeps_its_sources(fact: Fact, ivig: Text) -> None:
    for statement in carriers(fact, ivig):
        assert fact.sources <= set(statement.sources)


@pytest.mark.parametrize("fact", FACTS, ids=str)
def test_a_vetted_fact_keeps_its_flags_and_how_sure_it_is(fact: Fact, ivig: Text) -> None:
    flags = {
        "high_risk": False,
        "clinic_setting": False,
        "staff_only": False,
        "applies_to": None,
        "expires": None,
    }
    wanted = {flag: fact.vetted.get(flag, usual) for flag, usual in flags.items()}
    (statement,) = carriers(fact, ivig)
    assert {flag: getattr(statement, flag) for flag in flags} == wanted
    assert statement.confidence == fact.vetted["conf"]


@pytest.mark.parametrize("sign", SIGNS, ids=str)
def test_every_word_of_an_emergency_sign_stands_in_the_emergency_tier(
    sign: Fact, tier: tuple[Statement, ...], library: Library
) -> None:
    head = library.labels["en"]["call_emergency"].format(number=library.clinic.emergency_number)
    said = stems(" ".join([head, *(statement.text for statement in tier)]))
    assert stems(sign.words) - said == set()


@pytest.mark.parametrize("sign", SIGNS, ids=str)
def test_the_sources_of_an_emergency_sign_stand_in_the_emergency_tier(
    sign: Fact, tier: tuple[Statement, ...]
) -> None:
    assert sign.sources <= {source for statement in tier for source in statement.sources}


def test_every_emergency_sign_is_of_high_risk(tier: tuple[Statement, ...]) -> None:
    assert {sign.vetted["high_risk"] for sign in SIGNS} == {True}
    assert [statement.id for statement in tier if not statement.high_risk] == []


def test_common_facts_stand_word_for_word_in_the_common_file() -> None:
    common = read(SHIPPED / "data" / "common" / "en.yaml").data["statements"]
    ours = {plain(statement["text"]): set(statement["sources"]) for statement in common}
    vetted = {plain(fact.vetted["text"]): fact.sources for fact in facts_of(COMMON)}
    assert ours == vetted


def test_a_statement_that_merges_others_cites_all_their_sources(ivig: Text) -> None:
    common = read(SHIPPED / "data" / "common" / "en.yaml").data["statements"]
    cited = {statement["id"]: set(statement["sources"]) for statement in common}
    merging = [statement for statement in ivig.statements() if statement.merges]
    assert {name for s in merging for name in s.merges} == {
        *("911-breathing", "911-heart", "911-stroke", "dm-911", "dm-same-day")
    }
    for statement in merging:
        for name in statement.merges:
            assert cited[name] <= set(statement.sources), (statement.id, name)


@pytest.mark.parametrize("source", NEVER_CITED)
def test_no_statement_cites_what_is_no_source(source: str, library: Library) -> None:
    cited = {
        s for text in library.texts.values() for said in text.statements() for s in said.sources
    }
    explained = {s for terms in library.glossaries.values() for term in terms for s in term.sources}
    assert source not in cited | explained | set(library.sources)


def test_every_source_of_the_glossary_is_known(library: Library) -> None:
    cited = {s for terms in library.glossaries.values() for term in terms for s in term.sources}
    assert cited <= set(library.sources)


def test_every_source_is_cited_somewhere(library: Library) -> None:
    cited = {
        s for text in library.texts.values() for said in text.statements() for s in said.sources
    }
    cited |= {s for terms in library.glossaries.values() for term in terms for s in term.sources}
    common = read(SHIPPED / "data" / "common" / "en.yaml").data["statements"]
    cited |= {source for statement in common for source in statement["sources"]}
    assert set(library.sources) <= cited


def test_the_figures_show_the_numbers_of_the_facts(ivig: Text) -> None:
    (chances,) = (part for part in ivig.sections if isinstance(part, Chances))
    (schedule,) = (part for part in ivig.sections if isinstance(part, Timeline))
    octagam, placebo = chances.arms
    study, often = IVIG["evidence"][0]["text"], IVIG["schedule"][0]["text"]
    assert f"{chances.people} adults" in study
    assert f"After {chances.weeks} weeks, about {octagam.count} out of {chances.out_of}" in study
    assert f"With placebo it was about {placebo.count} out of {chances.out_of}" in study
    assert schedule.days is not None
    assert "over {} to {} days in a row".format(*schedule.days) in often
    assert f"every {schedule.then_every} weeks" in often
    assert {then - week for week, then in pairwise(schedule.weeks)} == {schedule.then_every}


def test_how_to_say_it_is_as_vetted(ivig: Text) -> None:
    assert ivig.say == IVIG["say_it"]


# A topic that must be printed -> words by which a reader finds it.
TOPICS = {
    "blood clot signs": "in one arm or leg. This can be a blood clot.",
    "kidney signs": "This can be a kidney problem.",
    "bad headache with stiff neck": "A bad headache with stiff neck",
    "fluids with the limit note": "Drink plenty of water the day before and the day of your "
    "infusion, unless you were told to limit fluids.",
    "which brand is approved": "One brand, Octagam 10%, has been FDA approved for adults with DM",
    "diabetes meter warning if Octagam": "Ask which meter is safe before you take insulin.",
}


def test_what_must_and_must_never_be_printed_is_as_vetted(ivig: Text) -> None:
    assert list(ivig.must_print) == IVIG["must_print"] == list(TOPICS)
    assert list(ivig.never_print) == IVIG["never_print"]


@pytest.mark.parametrize("topic", TOPICS)
def test_what_must_be_printed_is_printed(topic: str, ivig: Text) -> None:
    read_today = ivig.on(date(2026, 12, 1)).statements()
    assert TOPICS[topic] in plain(" ".join(statement.text for statement in read_today))


@pytest.mark.parametrize("phrase", ["immediate relief", "up to 70%", "any IVIG brand is approved"])
def test_what_must_never_be_printed_is_not(phrase: str, ivig: Text) -> None:
    assert phrase in IVIG["never_print"]
    assert phrase not in " ".join(statement.text for statement in ivig.statements())


def test_the_amount_is_for_staff_and_no_patient_reads_it(ivig: Text) -> None:
    read_today = ivig.on(date(2026, 12, 1)).statements()
    assert "grams" not in " ".join(statement.text for statement in read_today)
    assert "label-amount" in {statement.id for statement in ivig.statements()}
