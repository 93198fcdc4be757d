"""What a job says on its pages, decided: `vars()` of these views is all that a template places."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from markupsafe import Markup

from handouts import figures
from handouts.batch_report import BatchReport
from handouts.booklet import Booklet
from handouts.brand import palette, typefaces
from handouts.captions import TimelineView, chances_alt
from handouts.citations import Citations, Notes, noted
from handouts.fonts import quoted
from handouts.handout import Handout
from handouts.language import Language, isolated
from handouts.library import Library
from handouts.model import Edition, Text
from handouts.review import Review
from handouts.sections import Section
from handouts.signoff import Signoff
from handouts.slots import Slot, told
from handouts.statements import Statement, Term

#: What can be printed.
Job = Handout | Booklet | BatchReport | Review


@dataclass(frozen=True)
class Box:
    """A field as it prints: its value, or nothing, in a box of so many lines."""

    id: str
    label: str
    value: str | Slot
    lines: int
    width: str

    @property
    def shown(self) -> str | Slot:
        """Its value, or a blank that keeps its line."""
        if isinstance(self.value, Slot):
            return self.value.on(self.lines)
        return self.value or "\u00a0"

    @property
    def filler(self) -> str:
        """A blank line for each further line that the box has room for."""
        return "\n\u00a0" * (self.lines - 1)


class Stationery:
    """What each page has from its clinic: its words and its brand, and the boxes of a person."""

    def __init__(self, library: Library, job: Job) -> None:
        self.clinic, self.edition = job.clinic.told_in(job.language), job.edition
        self.title, self.about, self.updated = job.title, job.about, job.updated
        self.language = Language(job.language, library.labels[job.language])
        self.say = self.language.say
        self.blank = self.say("blank")
        self.palette = palette(job.clinic.brand)
        self.typefaces = typefaces(job.clinic.brand)
        self.logo = library.logo.as_uri() if library.logo else ""
        # Safe, both: all that could end a string of CSS, or the element around it, is escaped.
        self.font_rules = Markup("\n".join(face.rule for face in library.faces))  # noqa: S704
        self.css = lambda words: Markup(quoted(words))  # noqa: S704
        self.people = figures.people
        self.paragraphs = paragraphs
        self.address = address
        self.qr = lambda url: qr(url, self.language)
        self.language_help = tuple(_language_help(library))
        values = job.patient.values if job.patient else {}
        self.panel = tuple(self._boxes(library, values))
        self.visits = tuple(self._visits(library, values, self.language.weekday))
        self.short_visits = tuple(self._visits(library, values, self.language.short_weekday))

    def _boxes(self, library: Library, values: Mapping[str, Any]) -> Iterator[Box]:
        for name, field in library.fields.items():
            if field.place == "panel":
                label = field.labels.get(self.language.code, name)
                value = told(values.get(name), self._value)
                yield Box(name, label, value, field.lines, field.width)

    def _value(self, value: Any) -> str:
        return isolated(self.language.value(value))

    def _visits(
        self, library: Library, values: Mapping[str, Any], tell: Callable[[date], str]
    ) -> Iterator[tuple[str, list[str | Slot]]]:
        for name, field in library.fields.items():
            if field.place == "schedule":
                days = [told(day, tell) for day in values.get(name, ())]
                yield field.labels.get(self.language.code, name), days


def _language_help(library: Library) -> Iterator[tuple[str, str]]:
    """That help with the language is free, by language: whom to call, or a line to write on."""
    number = library.clinic.day_phone.number or "___"
    for code in library.clinic.language_help:
        yield code, Language(code, library.labels[code]).say("language_help", number=number)


class TextView:
    """One text, as a patient reads it; `anchor` begins the names of the places in it.

    `column` is the width of its main column and `small` the size of its small print, in points.
    """

    def __init__(
        self,
        library: Library,
        text: Text,
        language: Language,
        *,
        cited: Citations,
        notes: Notes,
        anchor: str = "",
        column: float,
        small: float,
    ) -> None:
        self.text, self.notes, self.anchor = text, notes, anchor
        self.review_due = language.day(text.review_due)
        self.cited = lambda *parts: language.cited(cited.numbers(said(parts, notes)))
        self.cited_briefly = lambda *parts: language.numbers(cited.numbers(said(parts, notes)))
        self.runs = list(runs(text.sections))
        self.call = next((section for section in text.sections if section.kind == "warning"), None)
        self.is_kept = lambda part: is_kept(part, notes)
        self.pictures = {
            part.id: library.picture(text, part.picture.file).as_uri()
            for part in text.sections
            if part.picture
        }
        self.chances_alt = lambda arm, section: chances_alt(arm, section, language)
        self.timeline = lambda part: TimelineView(part, language, width=column, small=small)


def staff_page(library: Library, job: BatchReport | Review, whom: str) -> dict[str, Any]:
    """What every page has that is for staff: at its foot the day and for whom it is."""
    page = Stationery(library, job)
    day = page.language.day(job.day)
    return {
        **vars(page),
        "draft": False,
        "signed": "",
        "size": job.clinic.paper,
        "identity": job.title.upper(),
        "imprint": f"{day}. {whom} Not for patients.",
        "deep_foot": "",
        "day": day,
    }


def expired(job: Job) -> Iterator[str]:
    """What the person who prints should know: each statement whose last day has passed."""
    for text in job.texts:
        for statement in text.statements():
            if statement.expired_on(job.day):
                told = f"`{statement.id}` expired on {statement.expires} and is left out"
                yield f"{text.id}-{text.language}: {told}"


def sheet_of(name: str, page: Stationery) -> str:
    """What a sheet is called at the foot of its pages: its name, language and edition (S95)."""
    code = page.say(f"edition_code_{_key(page.edition)}")
    return f"{name}-{page.language.code}-{code}".upper()


def identity_of(text: Text, page: Stationery) -> str:
    """Which sheet a page belongs to, and which version of it (S95)."""
    return f"{sheet_of(text.id, page)}, {page.say('version', version=text.version)}"


def edition_of(page: Stationery) -> str:
    """In which language and edition a sheet is printed (S71, S95)."""
    return f"{page.say('language_name')}, {page.say(f'edition_{_key(page.edition)}')}."


def imprint_of(state: Signoff, page: Stationery, due: str) -> str:
    """How a sheet was reviewed, and which language and edition it is (S95)."""
    # Who has reviewed it, and when, has a line of its own; in large print so has who has not.
    missed = state.is_draft and page.edition == "standard"
    reviewed = f" {page.say('reviewed_never')}" if missed else ""
    return f"{edition_of(page)}{reviewed} {page.say('review_due', date=due)}"


def _key(edition: Edition) -> str:
    return edition.replace("-", "_")


def reviewed(state: Signoff, language: Language) -> str:
    """When a text was reviewed, or that it was not."""
    if state.is_draft:
        return language.say("reviewed_never")
    return language.say("reviewed_on", date=language.day(state.day))


def signed_by(state: Signoff, language: Language) -> str:
    """Who has reviewed a text, and when; nothing of a draft."""
    if state.is_draft:
        return ""
    names = dict.fromkeys(signature.by for signature in state.signatures)
    told = {"names": language.listed(list(names)), "date": language.day(state.day)}
    return language.say("reviewed_by", **told)


def said(parts: Sequence[Statement | Section], notes: Notes) -> Iterator[Statement | Term]:
    """The statements of these parts, and the terms that are explained beside them."""
    for part in parts:
        groups = part.groups().values() if isinstance(part, Section) else ((part,),)
        for group in groups:
            yield from noted(group, notes)


def is_kept(section: Section, notes: Notes) -> bool:
    """Whether a section stays on one page: short, and with a note that could be torn from it."""
    statements = (one for group in section.groups().values() for one in group)
    return letters(section) <= _SHORT and any(notes.get(one.id) for one in statements)


def letters(section: Section) -> int:
    """How long its statements are."""
    return sum(len(one.text) for group in section.groups().values() for one in group)


# Some ten lines of the main column.
_SHORT = 700


def paragraphs(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Statements of running text by paragraph."""
    grouped: list[list[Statement]] = []
    for statement in statements:
        if grouped and statement.continues:
            grouped[-1].append(statement)
        else:
            grouped.append([statement])
    return grouped


def runs(sections: Sequence[Section]) -> Iterator[tuple[str, list[Section]]]:
    """Neighbours of one setting, which share their columns; one that starts a page starts a run."""
    run: list[Section] = []
    for section in sections:
        if run and (section.setting != run[-1].setting or section.starts_page):
            yield run[-1].setting, run
            run = []
        run.append(section)
    if run:
        yield run[-1].setting, run


def address(url: str) -> str:
    """A web address as a person types it."""
    return url.removeprefix("https://").removeprefix("http://")


def qr(url: str, language: Language) -> Markup:
    """The address as a QR code: error level M, four modules of quiet zone (standard S91)."""
    code = segno.make(url, error="m", micro=False)
    # Safe: segno escapes the title.
    return Markup(  # noqa: S704
        code.svg_inline(
            scale=4,
            border=4,
            omitsize=True,
            dark="#15191d",
            title=language.say("qr_alt", address=address(url)),
        )
    )
