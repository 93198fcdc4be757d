"""What stands beside a text: the numbers of its sources, and the words that are explained."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from handouts.model import Text
from handouts.statements import Source, Statement, Term

#: The terms that are explained at each statement, by its id.
Notes = Mapping[str, Sequence[Term]]


class Citations:
    """The sources of a document, numbered in the order in which a reader meets them."""

    def __init__(self, cited: Iterable[Statement | Term], known: Mapping[str, Source]) -> None:
        order = dict.fromkeys(source for part in cited for source in part.sources)
        self._numbers = {source: number for number, source in enumerate(order, 1)}
        self.sources = [(number, known[source]) for source, number in self._numbers.items()]

    def numbers(self, cited: Iterable[Statement | Term]) -> list[int]:
        """The numbers of the sources of these, in order."""
        return sorted({self._numbers[source] for part in cited for source in part.sources})


def noted(statements: Iterable[Statement], notes: Notes) -> Iterator[Statement | Term]:
    """The statements, each followed by the terms that are explained beside it."""
    for statement in statements:
        yield statement
        yield from notes.get(statement.id, ())


def explained(text: Text, glossary: Sequence[Term]) -> dict[str, list[Term]]:
    """The terms that each statement, by its id, is the first to use (PEMAT item P4)."""
    said = "\n".join(statement.text for statement in text.statements())
    terms = ((term, _pattern(term)) for term in glossary if term.term not in text.explains)
    waiting = [pair for pair in terms if pair[1].search(said)]
    notes: dict[str, list[Term]] = {}
    for statement in text.statements():
        found = [pair for pair in waiting if pair[1].search(statement.text)]
        waiting = [pair for pair in waiting if pair not in found]
        notes[statement.id] = [term for term, _ in found]
    return notes


def linked(words: str, places: Mapping[Term, str]) -> tuple[str, set[Term]]:
    """The words in Markdown, where the first use of each term leads to its place; those terms."""
    by_form = {form.lower(): term for term in places for form in _forms(term)}
    found: set[Term] = set()
    # A link cannot stand within another.
    if not by_form or "](" in words:
        return words, found

    def link(use: re.Match[str]) -> str:
        term = by_form[use[0].lower()]
        if term in found:
            return use[0]
        found.add(term)
        return f"[{use[0]}](#{places[term]})"

    return _in_words(by_form).sub(link, words), found


def _in_words(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms; in no address, and where no emphasis would be torn from its word."""
    return re.compile(
        rf"(?<![@/.])(?<!\w\*)(?<!\w\*\*){_any_of(forms).pattern}(?![@/]|\.\w|\*+\w)", re.I
    )


def _pattern(term: Term) -> re.Pattern[str]:
    return _any_of(_forms(term))


def _forms(term: Term) -> tuple[str, ...]:
    return (term.term, *term.also)


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(forms), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
