"""What a check looks at: one text as a patient reads it on a day, every passage with its place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from handouts.checks.finding import Finding, Severity
from handouts.checks.phrases import flat
from handouts.citations import explained
from handouts.library import Library
from handouts.model import Text, Wording
from handouts.problems import Place
from handouts.reading import Loc, Reading
from handouts.sections import Section
from handouts.shelves import Shared
from handouts.statements import Statement, Term

_MAYBE_ADDRESS = re.compile(r"@|://|\.[A-Za-z]{2}")
_ADDRESS = re.compile(
    r"https?://\S+|\S+@[\w-]+(?:\.[\w-]+)+|\b(?:[\w-]+\.)+[a-z]{2,}(?:/[\w./#?=&%-]*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """Words in one piece, without Markdown, as a patient reads them.

    `said_by` is the statement or the glossary's term that says them; a title, a heading, a caption
    and a label are said by none. `section` is where they stand, `group` under which of its keys.
    """

    words: str
    place: Place
    said_by: Statement | Term | None = None
    section: Section | None = None
    group: str = ""

    @cached_property
    def unaddressed(self) -> str:
        """The words without their web and e-mail addresses, which are copied as they stand."""
        return _ADDRESS.sub(" ", self.words) if _MAYBE_ADDRESS.search(self.words) else self.words

    @property
    def statement(self) -> str | None:
        """The id of the statement, or the term, that says them."""
        match self.said_by:
            case Statement():
                return self.said_by.id
            case Term():
                return self.said_by.term
        return None

    def finding(self, rule: str, severity: Severity, message: str, hint: str = "") -> Finding:
        """A finding about these words."""
        return Finding(rule, severity, self.place, message, hint, self.statement)


# The shelves whose statements and terms a text may print.
_SHARED = ("common", "glossary")


def _beside(reading: Reading, loc: Loc, key: str) -> Place:
    return reading.place((*loc[:-1], key))


class Sheet:
    """One text on one day: `whole` as it was written, `text` as a patient reads it."""

    def __init__(self, library: Library, text: Text, day: date) -> None:
        self.library, self.whole, self.day = library, text, day
        self.text = text.on(day)
        self.clinic = library.clinic
        self.language = text.language
        self.wording = library.wordings.get(text.language, Wording())
        self._reading = library.places[text.id, text.language]

    @cached_property
    def shared(self) -> tuple[Shared, ...]:
        """The files that this text may print from, too."""
        shelves = (self.library.shelves.get((name, self.language), ()) for name in _SHARED)
        return tuple(shared for shelf in shelves for shared in shelf)

    def place(self, *loc: str | int) -> Place:
        """The place of a key of the text's own file."""
        return self._reading.place(loc)

    def place_of(self, said_by: Statement | Term, key: str = "") -> Place:
        """The place of a key of a statement or a term; of its words, where no key is told."""
        if isinstance(said_by, Term):
            return self._where["term", said_by.term](key or "definition")
        return self._where["id", said_by.id](key or "text")

    @cached_property
    def _where(self) -> dict[tuple[str, str], Callable[[str], Place]]:
        """By the id of a statement or the name of a term: where a key of it stands."""
        where: dict[tuple[str, str], Callable[[str], Place]] = {}
        # The text's own file last: what it says itself is not said by a shelf.
        for reading in (*(shared.reading for shared in self.shared), self._reading):
            for loc, value in reading.leaves():
                if loc and loc[-1] in ("id", "term"):
                    where[str(loc[-1]), str(value)] = partial(_beside, reading, loc)
        return where

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All that the text makes a patient read, in reading order."""
        return tuple(self._passages())

    @cached_property
    def said(self) -> tuple[Passage, ...]:
        """The passages that statements and the margin's terms say: all but titles and labels."""
        return tuple(passage for passage in self.passages if passage.said_by)

    @cached_property
    def flat(self) -> str:
        """All its words, flat: to see at once what cannot stand in any passage."""
        return flat("\n".join(passage.words for passage in self.passages))

    def _passages(self) -> Iterator[Passage]:
        for key in ("title", "about", "subtitle"):
            if words := getattr(self.text, key):
                yield Passage(plain(words), self.place(key))
        yield from self._saying(self.text.main_message)
        for row in self.text.glance:
            yield Passage(plain(row.label), self.place_of(row, "label"))
            yield from self._saying(row, group="glance")
        for i, section in enumerate(self.whole.sections):
            if printed := section.on(self.day):
                yield from self._in_section(printed, ("sections", i))

    def _in_section(self, section: Section, at: Loc) -> Iterator[Passage]:
        for loc, words in _labels(section):
            yield Passage(plain(words), self.place(*at, *loc), section=section)
        for group, statements in section.groups().items():
            for statement in statements:
                yield from self._saying(statement, section, group)

    def _saying(
        self, statement: Statement, section: Section | None = None, group: str = ""
    ) -> Iterator[Passage]:
        place = self.place_of(statement)
        yield Passage(plain(statement.text), place, statement, section, group)
        for term in self._notes[statement.id]:
            words = f"{term.term}: {term.definition}"
            yield Passage(plain(words), self.place_of(term), term, section, "margin")

    @cached_property
    def _notes(self) -> dict[str, list[Term]]:
        return explained(self.text, self.library.glossaries.get(self.language, ()))


def _labels(section: Section) -> Iterator[tuple[Loc, str]]:
    """The words of a section that no statement says, and where they stand in it."""
    data = section.model_dump(include=_LABELLED)
    yield from _words_of(data, ())


# The keys of a section under which words stand that no statement says, and the keys of the words.
_LABELLED = {"heading", "picture", "caption", "outcome", "columns"}
_LABELLED |= {"arms", "weeks", "rows", "programs"}
_LABELS = {"heading", "alt", "caption", "outcome", "columns", "rows"}
_LABELS |= {"label", "below", "head", "name"}


def _words_of(data: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, str):
        if any(step in _LABELS for step in loc[-2:]):
            yield loc, data
        return
    if isinstance(data, dict | list | tuple):
        for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
            # A statement within has an id of its own and is looked at by itself.
            if not (isinstance(inner, dict) and "sources" in inner):
                yield from _words_of(inner, (*loc, key))


def plain(text: str) -> str:
    """The words without the marks of Markdown; of a link, what it reads."""
    return " ".join(re.sub(r"\*|\[([^]]*)\]\([^)]*\)", r"\1", text).split())
