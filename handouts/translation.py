"""A translation beside its English: what has to be equal in both, and whether that has changed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handouts.citations import explained
from handouts.library import Library
from handouts.model import Text
from handouts.readout import content, read_out
from handouts.sections import Section
from handouts.statements import Content, Statement

#: The language that texts are written in first.
FIRST = "en"

# How many digits of a hash tell which English a translation was made from.
_DIGITS = 12
# What a translation has of its own: what names and dates it, how its pages are set, and the words
# that only a program reads. Its sections may stand in another order.
_OWN = {"language", "version", "updated", "review_due", "made_from", "say", "sections"}
_OWN |= {"must_print", "never_print", "accepted", "explains"}
_OWN |= {"setting", "starts_page", "lines", "file"}
# Words that stand for nothing but themselves.
_EXACT = {"id", "kind", "url", "marks", "confidence", "proof", "sources", "merges"}
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_ADDRESS = re.compile(r"(?:[\w-]+\.)+(?:gov|com|org|net|edu|example)\b(?:[\w/.#-]*\w)?")


@dataclass(frozen=True)
class Unlike:
    """Where a translation is not what its English is: in which statement, or where, and how."""

    where: str
    message: str


def original(library: Library, text: Text) -> Text | None:
    """The English that the text is a translation of; None of what is none."""
    return None if text.language == FIRST else library.texts.get((text.id, FIRST))


def state_of(library: Library, english: Text) -> str:
    """What stands for all that there is to translate of an English text: twelve digits."""
    whole = english.on(date.min)
    terms = explained(whole, library.glossaries.get(FIRST, ()))
    words = {key: words for key, words in read_out("text", whole) if not _is_beside(key)}
    words |= {f"term {one.term}": one.definition for several in terms.values() for one in several}
    return content(words)[:_DIGITS]


def is_stale(library: Library, text: Text) -> bool:
    """Whether its English has changed since it was translated, or nobody says from which it was."""
    english = original(library, text)
    return english is not None and text.made_from != state_of(library, english)


def _is_beside(key: str) -> bool:
    """Whether it is nothing that somebody translates."""
    return (
        key in ("text/version", "text/review_due")
        or ".sources/" in key
        or key.endswith(".confidence")
    )


def unlike(english: Text, text: Text) -> Iterator[Unlike]:
    """Where the translation lacks a statement, or has one more, or another number or source."""
    yield from _fields("the text", english, text)
    theirs, ours = (_by_id(one.sections) for one in (english, text))
    yield from _missing("section", theirs, ours)
    for name in theirs.keys() & ours.keys():
        yield from _fields(name, theirs[name], ours[name])


def _fields(where: str, one: Content, other: Content) -> Iterator[Unlike]:
    for name in type(one).model_fields:
        if name not in _OWN:
            there = getattr(other, name, None)
            yield from _part(where, name, getattr(one, name), there)


def _part(where: str, name: str, one: Any, other: Any) -> Iterator[Unlike]:
    match one, other:
        case Statement(), Statement():
            yield from _fields(one.id, one, other)
        case Content(), Content():
            yield from _fields(where, one, other)
        case (Statement(), *_), (Statement(), *_):
            theirs, ours = _by_id(one), _by_id(other)
            yield from _missing("statement", theirs, ours)
            for key in theirs.keys() & ours.keys():
                yield from _fields(key, theirs[key], ours[key])
        case tuple(), tuple() if name not in _EXACT:
            if len(one) != len(other):
                yield Unlike(where, f"`{name}` has {len(other)} parts, and {len(one)} in English")
            for theirs_part, our_part in zip(one, other, strict=False):
                yield from _part(where, name, theirs_part, our_part)
        case str(), str() if name not in _EXACT:
            yield from _words(where, name, one, other)
        case str(), None if name == "subtitle":
            return
        case _ if one != other:
            yield Unlike(where, f"`{name}` is {_told(other)}, and {_told(one)} in English")


def _words(where: str, name: str, one: str, other: str) -> Iterator[Unlike]:
    for kind, pattern in (("number", _NUMBER), ("address", _ADDRESS)):
        theirs, ours = Counter(pattern.findall(one)), Counter(pattern.findall(other))
        for found in theirs - ours:
            yield Unlike(where, f"`{name}` lacks the {kind} {found} of the English")
        for found in ours - theirs:
            yield Unlike(where, f"`{name}` has the {kind} {found}, which the English has not")


def _by_id(parts: Sequence[Any]) -> dict[str, Any]:
    return {part.id: part for part in parts if isinstance(part, Statement | Section)}


def _missing(
    kind: str, theirs: Mapping[str, object], ours: Mapping[str, object]
) -> Iterator[Unlike]:
    for name in theirs:
        if name not in ours:
            yield Unlike(name, f"the {kind} `{name}` of the English is missing")
    for name in ours:
        if name not in theirs:
            yield Unlike(name, f"there is no {kind} `{name}` in English")


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(getattr(one, "id", one)) for one in value) or "nothing"
    return "nothing" if value in (None, False) else str(value)
