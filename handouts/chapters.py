"""A booklet's pages, decided: its chapters, the words it explains, and its one list of sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handouts.booklet import Booklet, DuplexTest
from handouts.citations import Citations, explained, linked
from handouts.library import Library
from handouts.model import Edition, Text
from handouts.reflow import LARGE_COLUMN, LARGE_SMALL, in_one_column, is_short, widened
from handouts.sections import AnySection, Link
from handouts.signoff import Signoff, signoff
from handouts.statements import Statement, Term, each
from handouts.views import (
    Box,
    Stationery,
    TextView,
    edition_of,
    identity_of,
    reviewed,
    said,
    sheet_of,
    signed_by,
)


@dataclass(frozen=True)
class Format:
    """How much the pages of a booklet hold.

    By paper, their size and the width in points of their one column; the least size of type in
    points; how many letters stand on the one line at their foot, beside the number; how many rows
    of a log and lines for notes fill one; and the lower margin where the foot has two lines.
    """

    size: Mapping[str, str]
    column: Mapping[str, float]
    small: float
    imprint: int
    rows: int
    lines: int
    deep_foot: str


#: The formats of styles/booklet.css and styles/large-print.css: half a sheet, and a whole one.
FORMATS: Mapping[Edition, Format] = {
    "standard": Format(
        size={"Letter": "5.5in 8.5in", "A4": "A5"},
        column={"Letter": 313.0, "A4": 336.0},
        small=11.0,
        imprint=44,
        rows=15,
        lines=17,
        deep_foot="72pt",
    ),
    "large-print": Format(
        size={"Letter": "Letter", "A4": "A4"},
        column=LARGE_COLUMN,
        small=LARGE_SMALL,
        imprint=34,
        rows=11,
        lines=12,
        deep_foot="126pt",
    ),
}

# The field that says whose booklet it is.
_NAME = "name"
# How many places there are for a thumb mark, one below the other.
_PLACES = 8


@dataclass(frozen=True)
class Chapter:
    """One text as a chapter: how a list of contents names it, where it is, and its page.

    `anchor` and `call` are the names of two places in the document: of its beginning, and of its
    signs to call for, where it has any.
    """

    number: int
    anchor: str
    title: str
    about: str
    call: str | None
    identity: str
    review_due: str
    # Who has reviewed it, and when; nothing of a draft.
    signed: str
    # What its template places beside what the whole book has.
    view: Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A word of the glossary, the name of its place, and the numbers of its sources."""

    term: Term
    anchor: str
    cited: str


def booklet_view(library: Library, booklet: Booklet) -> dict[str, Any]:
    """All that the template of a booklet places, whose chapters have still to be filled in."""
    page, format_ = Stationery(library, booklet), FORMATS[booklet.edition]
    texts = [text.on(booklet.day) for text in booklet.texts]
    places = _places(texts, library.glossaries.get(booklet.language, ()))
    statements = (statement for text in texts for statement in text.statements())
    cited = Citations([*statements, *places], library.sources)
    flowing = [_as_chapter(text) for text in texts]
    common = _common(flowing)
    led = [_led(_without(common, text), places) for text in flowing]
    # Signed or not as it was written, not as it is set here.
    states = [signoff(library, text, booklet.day) for text in booklet.texts]
    chapters = [
        _chapter(library, page, format_, cited, number, *chapter)
        for number, chapter in enumerate(zip(led, states, strict=True), 1)
    ]
    return {
        **vars(page),
        **_to_fill_in(page, format_),
        "size": format_.size[booklet.clinic.paper],
        "draft": any(state.is_draft for state in states),
        "signed": "",
        "identity": sheet_of("booklet", page),
        "made_as": edition_of(page),
        "deep_foot": (
            format_.deep_foot
            if any(len(chapter.identity) > format_.imprint for chapter in chapters)
            else ""
        ),
        "chapters": chapters,
        "signs": [chapter for chapter in chapters if chapter.call],
        "common": common,
        "cited": lambda *parts: page.language.cited(cited.numbers(said(parts, {}))),
        "glossary": [_entry(page, cited, *word) for word in places.items()],
        "sources": cited.sources,
    }


def _to_fill_in(page: Stationery, format_: Format) -> dict[str, Any]:
    """The boxes of a person, her dates, and how many lines there are to write on."""
    days = [(label, day) for label, days in page.short_visits for day in days]
    return {
        "belongs_to": [_on_cover(box, page) for box in page.panel if box.id == _NAME],
        "panel": widened((box for box in page.panel if box.id != _NAME), page.edition),
        "days": days,
        "visit_lines": max(format_.rows - len(days), 0),
        "log_lines": format_.rows - 1,
        "note_lines": format_.lines,
    }


def _entry(page: Stationery, cited: Citations, term: Term, place: str) -> Entry:
    numbers = page.language.cited(cited.numbers([term]))
    return Entry(term, place, numbers.replace(" ", "\u00a0", 1))


def duplex_view(library: Library, test: DuplexTest) -> dict[str, Any]:
    """All that the template of the test sheet places."""
    page = vars(Stationery(library, test))
    return {**page, "size": FORMATS[test.edition].size[test.clinic.paper], "deep_foot": ""}


def _places(texts: Sequence[Text], glossary: Sequence[Term]) -> dict[Term, str]:
    """The terms that these texts use and do not explain, by the alphabet, and their places."""
    notes = [explained(text, glossary) for text in texts]
    used = dict.fromkeys(term for noted in notes for terms in noted.values() for term in terms)
    ordered = sorted(used, key=lambda term: term.term.casefold())
    return {term: f"_word.{number}" for number, term in enumerate(ordered, 1)}


def _led(text: Text, places: Mapping[Term, str]) -> Text:
    """The text whose words, where it first uses them, lead to where they are explained."""
    used = {term for terms in explained(text, list(places)).values() for term in terms}
    waiting = {term: place for term, place in places.items() if term in used}

    def led(statement: Statement) -> Statement:
        words, found = linked(statement.text, waiting)
        for term in found:
            del waiting[term]
        return statement.model_copy(update={"text": words})

    return each(text, led)


def _as_chapter(text: Text) -> Text:
    """The text in one column; the lines to write on stand once in the book."""
    flowing = in_one_column(text)
    return flowing.model_copy(update={"sections": tuple(map(_unlined, flowing.sections))})


def _unlined(section: AnySection) -> AnySection:
    return section.model_copy(update={"lines": 0}) if section.kind == "questions" else section


def _common(texts: Sequence[Text]) -> list[Link]:
    """The addresses that several chapters give in the same words: they stand once, at the end."""
    parts = [part for text in texts for part in text.sections]
    # A picture belongs to its text.
    links = [_unnamed(part) for part in parts if isinstance(part, Link) and not part.picture]
    several = [link for link in links if links.count(link) > 1]
    unique = [link for i, link in enumerate(several) if link not in several[:i]]
    return [link.model_copy(update={"id": f"_link.{i}"}) for i, link in enumerate(unique, 1)]


def _unnamed(link: Link) -> Link:
    statements = tuple(one.model_copy(update={"id": ""}) for one in link.statements)
    return link.model_copy(update={"id": "", "statements": statements})


def _without(common: Sequence[Link], text: Text) -> Text:
    """The text less what stands at the end of the book."""
    known = [_unnamed(link) for link in common]
    kept = (
        part for part in text.sections if not (isinstance(part, Link) and _unnamed(part) in known)
    )
    return text.model_copy(update={"sections": tuple(kept)})


def _chapter(
    library: Library,
    page: Stationery,
    format_: Format,
    cited: Citations,
    number: int,
    text: Text,
    state: Signoff,
) -> Chapter:
    anchor, identity = f"{text.id}.", identity_of(text, page)
    view = TextView(
        library,
        text,
        page.language,
        cited=cited,
        notes={},
        anchor=anchor,
        column=format_.column[page.clinic.paper],
        small=format_.small,
    )
    placed = {
        "number": number,
        "place": (number - 1) % _PLACES + 1,
        "visits": (),
        "is_kept": lambda part: is_short(part, page.edition),
        "in_cards": True,
        "draft": state.is_draft,
        "signed": "" if state.is_draft else reviewed(state, page.language),
        "identity": identity,
    }
    return Chapter(
        number=number,
        anchor=anchor,
        title=text.title,
        about=text.subtitle or text.about,
        call=f"{anchor}{view.call.id}" if view.call else None,
        identity=identity,
        review_due=view.review_due,
        signed=signed_by(state, page.language),
        view={**vars(view), **placed},
    )


def _on_cover(box: Box, page: Stationery) -> Box:
    """The box of a name, with room for the longest."""
    lines = 2 * box.lines if box.width == "full" else 2
    return replace(box, label=page.say("belongs_to"), lines=lines, width="full")
