"""What staff read, decided: the report of a batch, and the packet for whoever signs."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from handouts.batch_report import BatchReport
from handouts.citations import explained, noted
from handouts.clinic import Role
from handouts.language import Language
from handouts.library import Library
from handouts.model import Text
from handouts.orders import BOOKLET
from handouts.problems import printable
from handouts.review import Remark, Review, Seen
from handouts.signoff import Change, Signoff, beside, changes, roles, signoff
from handouts.statements import Glance, Source, Statement, Term
from handouts.views import Stationery


@dataclass(frozen=True)
class Line:
    """How many copies of one text there are: its title, and what its files are called by."""

    title: str
    name: str
    draft: bool
    made: int
    kept: int
    failed: int
    pages: int
    sheets: int

    @property
    def ready(self) -> int:
        """The copies that can be handed out."""
        return self.made + self.kept


@dataclass(frozen=True)
class Wrong:
    """One mistake of a row, and what would mend it."""

    row: int
    ref: str
    message: Markup
    hint: Markup


def report_view(library: Library, report: BatchReport) -> dict[str, Any]:
    """All that the template of a batch's report places."""
    page = Stationery(library, report)
    lines = list(_lines(library, report))
    day = page.language.day(report.day)
    return {
        **vars(page),
        "draft": False,
        "signed": "",
        "size": report.clinic.paper,
        "identity": report.title.upper(),
        "imprint": f"{day}. For staff. Not for patients.",
        "imprint_is_long": False,
        "day": day,
        "lines": lines,
        "ready": sum(line.ready for line in lines),
        "made": sum(line.made for line in lines),
        "kept": sum(line.kept for line in lines),
        "failed": sum(line.failed for line in lines),
        "pages": sum(line.pages for line in lines),
        "sheets": sum(line.sheets for line in lines),
        "drafts": any(line.draft for line in lines),
        "unread": report.unread,
        "bad_rows": len({failure.row for failure in report.failures}),
        "wrong": list(_wrong(report)),
        "resumes": report.resumes,
        "notes": [_marked(note) for note in report.notes],
        "aside": report.aside,
    }


def _lines(library: Library, report: BatchReport) -> Iterator[Line]:
    for (text, language), counts in sorted(report.counts.items()):
        own = library.clinic.booklet.title.get(language)
        book = own or library.labels[language]["booklet_title"]
        title = book if text == BOOKLET else library.text(text, language).title
        kinds = ("made", "kept", "failed", "pages", "sheets")
        draft = (text, language) in report.drafts
        yield Line(title, f"{text}-{language}", draft, *(counts.get(kind, 0) for kind in kinds))


def _wrong(report: BatchReport) -> Iterator[Wrong]:
    for failure in report.failures:
        for problem in failure.problems:
            told = _marked(problem.message)
            message = Markup("{}: {}").format(problem.place, told) if problem.place else told
            yield Wrong(failure.row, failure.ref or "", message, _marked(problem.hint))


@dataclass(frozen=True)
class Passage:
    """A statement or a term as its signer reads it: its words, beside where they come from."""

    id: str
    words: str
    confidence: str
    notes: tuple[str, ...]
    sources: tuple[Source, ...]


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
    page = Stationery(library, review)
    day = page.language.day(review.day)
    return {
        **vars(page),
        "draft": False,
        "signed": "",
        "size": review.clinic.paper,
        "identity": review.title.upper(),
        "imprint": f"{day}. For whoever signs. Not for patients.",
        "imprint_is_long": False,
        "day": day,
        "words_of": CONFIDENCE,
        "texts": [_reviewed(library, review, text, page.language) for text in review.texts],
    }


def _reviewed(library: Library, review: Review, text: Text, language: Language) -> Reviewed:
    signature, changed = changes(library, text) or (None, ())
    since = f"{signature.by}, {language.day(signature.day)}" if signature else ""
    parts = tuple(_parts(library, text, language))
    passages = [passage for part in parts for passage in part.passages]
    return Reviewed(
        text=text,
        review_due=language.day(text.review_due),
        language=library.labels[text.language]["language_name"],
        state=_state(signoff(library, text, review.day), language),
        parts=parts,
        confidences=Counter(passage.confidence for passage in passages),
        since=since,
        changes=changed,
        remarks=[_as_told(remark) for remark in review.remarks.get(text.id, ())],
        seen=review.seen.get(text.id, ()),
        roles=roles(library, text),
    )


def _as_told(remark: Remark) -> Remark:
    return replace(remark, message=_marked(remark.message), hint=_marked(remark.hint))


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
    for section in text.sections:
        several = [one for group in section.groups().values() for one in group]
        groups.append((section.heading, several, beside(section)))
    for heading, statements, more in groups:
        passages = tuple(_passage(library, one, language) for one in noted(statements, notes))
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


def _marked(sentence: str) -> Markup:
    """What the program says as a whole sentence, with what it names in bold."""
    words = printable(sentence)
    words = words[:1].upper() + words[1:] + "." * (words[-1:] not in ("", ".", "?"))
    # Safe: escaped before its marks become tags.
    return Markup(re.sub("`([^`]*)`", r"<strong>\1</strong>", str(escape(words))))  # noqa: S704
