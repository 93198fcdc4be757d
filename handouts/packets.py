"""The review packet, decided: what whoever signs a text reads of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handouts.citations import explained, noted
from handouts.clinic import Role, Signature
from handouts.language import Language
from handouts.library import Library
from handouts.markdown import sentence
from handouts.model import Text
from handouts.review import Remark, Review, Seen
from handouts.signoff import Change, Signoff, beside, roles, signoff, since
from handouts.statements import Glance, Source, Statement, Term
from handouts.translation import original
from handouts.views import staff_page


@dataclass(frozen=True)
class Passage:
    """A statement or a term as its signer reads it: its words, beside where they come from."""

    id: str
    words: str
    confidence: str
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    # What it was translated from.
    english: str = ""


@dataclass(frozen=True)
class Part:
    """A section of a text: its heading, and what it says."""

    heading: str
    passages: tuple[Passage, ...]
    beside: Mapping[str, str]


@dataclass(frozen=True)
class Reviewed:
    """One text as its signers read it."""

    text: Text
    review_due: str
    language: str
    state: str
    parts: tuple[Part, ...]
    confidences: Mapping[str, int]
    since: str
    changes: Sequence[Change]
    remarks: Sequence[Remark]
    seen: Sequence[Seen]
    roles: Sequence[Role]

    @property
    def to_mend(self) -> int:
        """How many remarks ask for something."""
        return sum(remark.severity != "note" for remark in self.remarks)

    @property
    def total(self) -> int:
        """How many statements and terms there are to read."""
        return sum(self.confidences.values())


#: How a packet says how well a statement is read.
CONFIDENCE: Mapping[str, str] = {
    "retrieved": "Source read",
    "mixed": "Source read in part",
    "background": "From general knowledge",
}


def review_view(library: Library, review: Review) -> dict[str, Any]:
    """All that the template of a review packet places."""
    page = staff_page(library, review, "For whoever signs.")
    texts = [_reviewed(library, review, text, page["language"]) for text in review.texts]
    return {**page, "words_of": CONFIDENCE, "texts": texts}


def _reviewed(library: Library, review: Review, text: Text, language: Language) -> Reviewed:
    newest = since(library, text)
    parts = tuple(_parts(library, text, language))
    passages = [passage for part in parts for passage in part.passages]
    return Reviewed(
        text=text,
        review_due=language.day(text.review_due),
        language=library.labels[text.language]["language_name"],
        state=_state(signoff(library, text, review.day), language),
        parts=parts,
        confidences=Counter(passage.confidence for passage in passages),
        since=_whose(newest.signature, language) if newest else "",
        changes=newest.changes if newest else (),
        remarks=[_as_told(remark) for remark in review.remarks.get(text.id, ())],
        seen=review.seen.get(text.id, ()),
        roles=roles(library, text),
    )


def _whose(signature: Signature, language: Language) -> str:
    return f"{signature.by}, {language.day(signature.day)}"


def _as_told(remark: Remark) -> Remark:
    return replace(remark, message=sentence(remark.message), hint=sentence(remark.hint))


def _state(state: Signoff, language: Language) -> str:
    if state.missing:
        return f"Draft. Still to sign: {language.listed(state.missing)}."
    if state.overdue:
        return "Draft. Its review is overdue."
    return f"Signed, {language.day(state.day)}."


def _parts(library: Library, text: Text, language: Language) -> Iterator[Part]:
    """The text by its sections; each term where it is explained."""
    notes = explained(text, library.glossaries.get(text.language, ()))
    says = library.labels[text.language]
    whole = {"title": text.title, "about": text.about, "subtitle": text.subtitle, "say": text.say}
    told = {key: words for key, words in whole.items() if words}
    groups: list[tuple[str, list[Statement], Mapping[str, str]]] = [
        (says["main_message"], [text.main_message], told),
        (says["at_a_glance"], [*text.glance], {}),
    ]
    english = original(library, text)
    meant = {one.id: one.text for one in english.statements()} if english else {}
    for section in text.sections:
        several = [one for group in section.groups().values() for one in group]
        groups.append((section.heading, several, beside(section)))
    for heading, statements, more in groups:
        passages = tuple(
            replace(passage, english=meant.get(passage.id, ""))
            for passage in (_passage(library, one, language) for one in noted(statements, notes))
        )
        if passages or more:
            yield Part(heading, passages, more)


def _passage(library: Library, said: Statement | Term, language: Language) -> Passage:
    sources = tuple(library.sources[source] for source in said.sources)
    if isinstance(said, Term):
        words = f"**{said.term}:** {said.definition}"
        return Passage(said.term, words, said.confidence, ("in the margin",), sources)
    label = f"**{said.label}:** " if isinstance(said, Glance) else ""
    notes = tuple(_notes(said, language))
    return Passage(said.id, label + said.text, said.confidence, notes, sources)


def _notes(said: Statement, language: Language) -> Iterator[str]:
    """What a signer has to know of a statement beside its words."""
    if said.high_risk:
        yield "high risk"
    if said.clinic_setting:
        yield "set by the clinic"
    if said.staff_only:
        yield "for staff, not printed"
    if said.applies_to:
        yield f"about {said.applies_to}"
    if said.expires:
        yield f"until {language.day(said.expires)}"
