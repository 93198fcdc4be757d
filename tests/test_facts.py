"""The shipped texts held against the vetted facts: word for word, with their flags and sources."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from conftest import DAY, english

from handouts import SHIPPED
from handouts.library import Library
from handouts.model import Text
from handouts.press import Document
from handouts.reading import read
from handouts.sections import Assistance, Chances, Table, Timeline, Warnings
from handouts.statements import Statement

VETTED = yaml.safe_load((Path(__file__).parent / "facts" / "treatments.yaml").read_text("utf-8"))
COMMON = VETTED["common"]
TREATMENTS = {treatment["id"]: treatment for treatment in VETTED["treatments"]}

# What is never named as a source, and why.
NEVER_CITED = {
    "calc-drip": "the researchers' own arithmetic",
    "valor-pdufa": "a forecast, of the weak tier",
}

# A vetted fact that stands in other words, by its first words -> the statements that carry it, and why.
# (One entry serves every treatment that has these statements.)
CARRIED = {
    # A phrase, made a sentence.
    "Antibodies (immune globulin)": ("class",),
    "A lab-made antibody (biologic) that targets": ("class",),
    "A lab-made antibody (biologic) that blocks": ("class",),
    "A lab-made protein (biologic)": ("class",),
    # "below" breaks when the list stands on another page: the section is named instead.
    "Clots can happen after the visit too.": ("clots-after",),
    # A list whose head says "Call us": what is left goes to the end, or to the sign it belongs to.
    "Call us the same day for": ("now-dm", "now-dm-worse", "now-dry-cough", "now-heart-failure", "now-breathing"),
    "More muscle weakness": ("now-dm-worse",),
    "New shortness of breath": ("now-heart-failure",),
    "COPD or breathing": ("now-breathing",),
}  # fmt: skip

# Words that carry no meaning of their own, and what stands for a word in a merged sign: a sheet
# says each sign once, under the heading "Call 911" or "Call us now".
SMALL = {"a", "an", "and", "below", "for", "if", "in", "it", "of", "on", "or", "the", "too", "you", "us"}  # fmt: skip
SAME = {"eyesight": "sight"}


@dataclass(frozen=True)
class Fact:
    """One vetted statement, and the text in which it must stand."""

    text_id: str
    topic: str
    vetted: dict[str, Any]

    @property
    def words(self) -> str:
        return str(self.vetted["text"])

    @property
    def sources(self) -> set[str]:
        return set(self.vetted["src"]) - set(NEVER_CITED)

    def __str__(self) -> str:
        return f"{self.text_id}: {self.topic}: {self.words[:40]}"


def facts_of(text_id: str, block: dict[str, Any], *, but: tuple[str, ...] = ()) -> Iterator[Fact]:
    """Every statement of a block of facts, as one that must stand in that text."""
    for topic, held in block.items():
        for fact in held if isinstance(held, list) else [held]:
            if isinstance(fact, dict) and "text" in fact and topic not in but:
                yield Fact(text_id, topic, fact)


FACTS = [
    *(fact for name in TREATMENTS for fact in facts_of(name, COMMON)),
    *(fact for name, t in TREATMENTS.items() for fact in facts_of(name, t, but=("cost_coverage",))),
    *(
        Fact("costs", "cost_coverage", fact)
        for t in TREATMENTS.values()
        for fact in t["cost_coverage"]
    ),
]
# A treatment's own sheet says what it costs too, where that is of high risk.
COSTLY = [
    Fact(name, "cost_coverage", {**fact, "text": fact.get("text", fact.get("note"))})
    for name, treatment in TREATMENTS.items()
    for fact in (*treatment["cost_coverage"], *treatment["assistance"])
    if fact.get("high_risk")
]
PROGRAMS = {
    program["name"]: program for t in reversed(TREATMENTS.values()) for program in t["assistance"]
}
BRANDS = [(name, brand) for name, t in TREATMENTS.items() for brand in t["brands"]]


def plain(text: str) -> str:
    """The text with every run of white space as one blank."""
    return " ".join(text.split())


def stems(text: str) -> set[str]:
    """The words that carry a sign, without their endings: choke and choking are one."""
    found = re.findall(r"[a-z0-9]+", text.lower())
    return {SAME.get(word, re.sub(r"(ing|e|s)$", "", word)) for word in set(found) - SMALL}


def tier(text: Text) -> tuple[Statement, ...]:
    """The emergency signs."""
    (section,) = (part for part in text.sections if isinstance(part, Warnings))
    return section.emergency


def carriers(fact: Fact, text: Text) -> list[Statement]:
    """The statements of the text that say just this, or that together carry it."""
    exact = [s for s in text.statements() if plain(s.text) == plain(fact.words)]
    if exact:
        return exact
    named = [ids for start, ids in CARRIED.items() if fact.words.startswith(start)]
    if named:
        return [s for s in text.statements() if s.id in named[0]]
    emergency = fact.topic in ("call_911", "emergency_911") or fact.words.startswith("Call 911")
    return list(tier(text)) if emergency else []


@pytest.fixture
def text(request: pytest.FixtureRequest, library: Library) -> Text:
    return library.text(request.param, "en")


def in_their_texts(facts: list[Fact]) -> pytest.MarkDecorator:
    """Each fact beside the text in which it must stand."""
    pairs = [(fact, fact.text_id) for fact in facts]
    return pytest.mark.parametrize(("fact", "text"), pairs, indirect=["text"], ids=map(str, facts))


each_treatment = pytest.mark.parametrize("text", TREATMENTS, indirect=True)


def test_the_facts_are_all_here() -> None:
    assert len(FACTS) == 4 * 16 + 192 + 10
    assert (len(COSTLY), len(PROGRAMS), len(BRANDS)) == (5, 14, 13)


@in_their_texts(FACTS)
def test_a_vetted_fact_stands_in_its_text(fact: Fact, text: Text, library: Library) -> None:
    saying = carriers(fact, text)
    assert saying, f"nobody says: {fact.words}"
    head = library.labels["en"]["call_emergency"].format(number=library.clinic.emergency_number)
    assert stems(fact.words) - stems(" ".join([head, *(s.text for s in saying)])) == set()


@in_their_texts(FACTS)
def test_a_vetted_fact_keeps_its_sources(fact: Fact, text: Text) -> None:
    assert fact.sources <= {source for s in carriers(fact, text) for source in s.sources}


@in_their_texts(FACTS)
def test_a_vetted_fact_keeps_its_flags_and_is_held_no_surer(fact: Fact, text: Text) -> None:
    usual = {"high_risk": False, "clinic_setting": False, "staff_only": False}
    wanted = {
        flag: fact.vetted.get(flag, at_rest)
        for flag, at_rest in {**usual, "applies_to": None, "expires": None}.items()
    }
    for statement in carriers(fact, text):
        assert statement.high_risk >= wanted["high_risk"]
        if plain(statement.text) == plain(fact.words):
            assert {flag: getattr(statement, flag) for flag in wanted} == wanted
            assert statement.confidence == fact.vetted["conf"]


@in_their_texts(COSTLY)
def test_what_is_costly_to_get_wrong_stands_on_the_treatments_own_sheet(
    fact: Fact, text: Text
) -> None:
    (saying,) = (s for s in text.statements() if plain(fact.words) in plain(s.text))
    assert saying.high_risk
    assert fact.sources <= set(saying.sources)


@each_treatment
def test_every_emergency_sign_is_of_high_risk(text: Text) -> None:
    assert [statement.id for statement in tier(text) if not statement.high_risk] == []


def test_common_facts_stand_word_for_word_in_the_common_file() -> None:
    common = read(SHIPPED / "data" / "common" / "en.yaml").data["statements"]
    ours = {plain(statement["text"]): set(statement["sources"]) for statement in common}
    for fact in facts_of("common", COMMON):
        assert ours[plain(fact.words)] == fact.sources


def test_a_statement_that_merges_others_cites_all_their_sources(library: Library) -> None:
    common = read(SHIPPED / "data" / "common" / "en.yaml").data["statements"]
    cited = {statement["id"]: set(statement["sources"]) for statement in common}
    merging = [(t.id, s) for t in library.texts.values() for s in t.statements() if s.merges]
    assert {text_id for text_id, _ in merging} == set(TREATMENTS)
    for _, statement in merging:
        for name in statement.merges:
            assert cited[name] <= set(statement.sources), (statement.id, name)


@each_treatment
def test_a_treatment_carries_every_common_warning_sign(text: Text) -> None:
    carried = {name for s in text.statements() for name in (s.id, *s.merges)}
    assert {"911-breathing", "911-heart", "911-stroke", "dm-911", "dm-same-day"} <= carried


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_program_that_helps_is_told_with_its_limits(name: str, library: Library) -> None:
    vetted, name = PROGRAMS[name], name.replace("/", " and ")
    sections = library.text("costs", "en").sections
    told = [p for part in sections if isinstance(part, Assistance) for p in part.programs]
    (program,) = (program for program in told if program.name == name)
    assert (program.url or "") == vetted["url"]
    assert plain(program.limits.text) == plain(vetted["note"])
    assert program.limits.confidence == vetted["conf"]
    assert program.limits.high_risk == vetted.get("high_risk", False)
    assert set(vetted["src"]) <= set(program.limits.sources)


@pytest.mark.parametrize(("treatment", "brand"), BRANDS, ids=[b["name"] for _, b in BRANDS])
def test_every_brand_stands_in_the_comparison(
    treatment: str, brand: dict[str, Any], library: Library
) -> None:
    tables = (part for part in library.text("options", "en").sections if isinstance(part, Table))
    rows = [row for table in tables for row in table.rows if row.head.lower() == treatment]
    said = " ".join(cell.text for row in rows for cell in row.cells)
    names = re.sub(r" \(rit.*\)| \(inf.*\)|Others \(for example |\)|and ", "", brand["name"])
    assert [name for name in names.split(", ") if name not in said] == []
    cited = {source for row in rows for cell in row.cells for source in cell.sources}
    assert set(brand["src"]) <= cited


@pytest.mark.parametrize("source", NEVER_CITED)
def test_no_statement_cites_what_is_no_source(source: str, library: Library) -> None:
    assert source not in cited(library) | set(library.sources)


def test_every_source_is_cited_somewhere_and_every_cited_one_is_known(library: Library) -> None:
    assert cited(library) == set(library.sources)


def cited(library: Library) -> set[str]:
    """Every source that a text or the glossary names."""
    said = [s for text in library.texts.values() for s in text.statements()]
    terms = [term for terms in library.glossaries.values() for term in terms]
    return {source for part in (*said, *terms) for source in part.sources}


def only(text: Text, kind: type) -> Any:
    """The one section of that kind."""
    (section,) = (part for part in text.sections if isinstance(part, kind))
    return section


def test_the_figures_of_ivig_show_the_numbers_of_the_facts(library: Library) -> None:
    text, facts = library.text("ivig", "en"), TREATMENTS["ivig"]
    chances, schedule = only(text, Chances), only(text, Timeline)
    octagam, placebo = chances.arms
    study, often = facts["evidence"][0]["text"], facts["schedule"][0]["text"]
    assert f"{chances.people} adults" in study
    assert f"After {chances.weeks} weeks, about {octagam.count} out of {chances.out_of}" in study
    assert f"With placebo it was about {placebo.count} out of {chances.out_of}" in study
    assert "over {} to {} days in a row".format(*schedule.days) in often
    assert f"every {schedule.then_every} weeks" in often
    weeks = [stop.week for stop in schedule.weeks]
    assert {then - week for week, then in pairwise(weeks)} == {schedule.then_every}


def test_the_figures_of_abatacept_show_the_numbers_of_the_facts(library: Library) -> None:
    text, facts = library.text("abatacept", "en"), TREATMENTS["abatacept"]
    chances, schedule = only(text, Chances), only(text, Timeline)
    study, often = facts["evidence"][0]["text"], facts["schedule"][0]["text"]
    drug, placebo = (arm.count for arm in chances.arms)
    assert f"({chances.people} adults)" in study
    assert f"After {chances.weeks} weeks, about {drug} of {chances.out_of} improved" in study
    assert f"{placebo} of {chances.out_of} with placebo" in study
    first, second, third = (stop.week for stop in schedule.weeks)
    assert f"weeks {first}, {second} and {third}, then every {schedule.then_every} weeks" in often


def test_the_figure_of_infliximab_shows_the_numbers_of_the_facts(library: Library) -> None:
    schedule = only(library.text("infliximab", "en"), Timeline)
    often = TREATMENTS["infliximab"]["schedule"][0]["text"]
    first, second, third = (stop.week for stop in schedule.weeks)
    assert f"weeks {first}, {second} and {third}, then every {schedule.then_every} weeks" in often
    assert "approved uses" in schedule.caption


def test_the_figure_of_rituximab_shows_the_numbers_of_the_facts(library: Library) -> None:
    schedule = only(library.text("rituximab", "en"), Timeline)
    often = TREATMENTS["rituximab"]["schedule"][0]["text"]
    assert "2 infusions, given 1 or 2 weeks apart" in often
    assert "about 6 months later" in often
    assert [stop.week for stop in schedule.weeks] == [0, 2, 26]
    assert [stop.sometimes for stop in schedule.weeks] == [False, False, True]
    assert "1 or 2 weeks" in schedule.weeks[1].below
    assert "about month 6" in schedule.weeks[2].below


@pytest.mark.parametrize("name", ["rituximab", "infliximab"])
def test_arms_that_cannot_be_compared_are_told_in_words_only(name: str, library: Library) -> None:
    sections = library.text(name, "en").sections
    assert not any(isinstance(part, Chances) for part in sections)


@each_treatment
def test_how_to_say_it_is_as_vetted(text: Text) -> None:
    assert text.say == TREATMENTS[text.id]["say_it"]


@each_treatment
def test_every_topic_that_must_be_printed_has_its_words(text: Text) -> None:
    assert [must.topic for must in text.must_print] == TREATMENTS[text.id]["must_print"]


# What a word list, or the reader, sees to for every text.
GENERAL = {"safe", "proven", "rapid"}


@each_treatment
def test_every_phrase_that_must_never_be_printed_is_looked_for(text: Text) -> None:
    looked_for = {never.phrase for never in text.never_print}
    for phrase in set(TREATMENTS[text.id]["never_print"]) - GENERAL:
        assert any(stems(never) & stems(phrase) for never in looked_for), phrase


def test_each_statement_that_a_patient_may_read_stands_in_its_pdf(
    library: Library, sheets: dict[str, Document]
) -> None:
    for text in english(library):
        words = squeezed(read_aloud(sheets[text.id].pdf))
        said = text.on(DAY).statements()
        assert [s.id for s in said if squeezed(s.text) not in words] == [], text.id


def test_what_is_for_staff_or_has_expired_stands_in_no_pdf(
    library: Library, sheets: dict[str, Document]
) -> None:
    hidden = [(t, s) for t in english(library) for s in t.statements() if not s.printed_on(DAY)]
    assert [statement.id for _, statement in hidden] == ["label-amount"]
    for text, statement in hidden:
        assert squeezed(statement.text) not in squeezed(read_aloud(sheets[text.id].pdf))


def read_aloud(pdf: bytes) -> str:
    """The words of a PDF, in the order of its content."""
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def squeezed(text: str) -> str:
    """The letters alone: without Markdown, blanks, and the kinds of quotation marks and hyphens."""
    unmarked = re.sub(r"\*|\[([^]]*)\]\([^)]*\)", r"\1", text)
    alike = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "\ufffe": "-"})
    return re.sub(r"\s+", "", unmarked.translate(alike))
