"""What stands beside a text: the numbers of its sources, and the words explained in the margin."""

import re
from collections.abc import Iterator, Mapping, Sequence

from handouts.model import Text
from handouts.sections import Section
from handouts.statements import Source, Statement, Term


class Citations:
    """The sources of a text, numbered in the order in which a reader meets them."""

    def __init__(
        self, text: Text, notes: Mapping[str, Sequence[Term]], known: Mapping[str, Source]
    ) -> None:
        self._notes = notes
        order: dict[str, int] = {}
        for statement in text.statements():
            for source in self._of(statement):
                order.setdefault(source, len(order) + 1)
        self._order = order
        self.sources = [(number, known[source]) for source, number in order.items()]

    def numbers(self, *parts: Statement | Section) -> list[int]:
        """The numbers of the sources of these statements, or of all in a section, in order."""
        return sorted({self._order[source] for part in parts for source in self._all(part)})

    def _all(self, part: Statement | Section) -> Iterator[str]:
        groups = part.groups().values() if isinstance(part, Section) else ((part,),)
        for group in groups:
            for statement in group:
                yield from self._of(statement)

    def _of(self, statement: Statement) -> Iterator[str]:
        yield from statement.sources
        for term in self._notes.get(statement.id, ()):
            yield from term.sources


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


def _pattern(term: Term) -> re.Pattern[str]:
    forms = sorted({term.term, *term.also}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, forms))})(?!\w)", re.IGNORECASE)
