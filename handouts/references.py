"""What a file leans on: sources, common statements, terms and web addresses, told by their line."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from handouts.problems import Problem, near
from handouts.reading import Loc, Reading

# The target of a link in inline Markdown.
_LINK = re.compile(r"\]\(\s*<?([^\s)>]*)")
_LEADS = re.compile(r"(https?://|mailto:|tel:)\S", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    """The names of one kind that are written somewhere.

    Where a file of them cannot be read, any name may stand in it: the file is told, and not each
    use of what it may hold.
    """

    written: Collection[str]
    whole: bool = True

    def miss(self, name: str) -> bool:
        """Whether it is sure that nothing bears that name."""
        return self.whole and name not in self.written


def unsafe_links(reading: Reading) -> Iterator[Problem]:
    """Links in a text that lead neither to the web, a mail address nor a phone."""
    for loc, words in reading.leaves():
        for target in _LINK.findall(words) if isinstance(words, str) else ():
            if not _LEADS.match(target):
                message = "a link leads neither to the web, a mail address nor a phone"
                hint = "begin it with https://, mailto: or tel:"
                yield Problem(reading.place(loc), message, hint)


def unknown_sources(reading: Reading, sources: Names) -> Iterator[Problem]:
    """The sources that statements and terms name and that there are not."""
    for place, name in _entries(reading, "sources"):
        if sources.miss(name):
            hint = near(name, sources.written)
            yield Problem(reading.place(place), f"there is no source `{name}`", hint)


def unknown_terms(reading: Reading, terms: Names) -> Iterator[Problem]:
    """The words that a text says it explains, though no glossary would explain them."""
    for place, name in _entries(reading, "explains"):
        if terms.miss(name):
            message = f"`{name}` is no term of the glossary"
            yield Problem(reading.place(place), message, near(name, terms.written))


def unknown_merges(reading: Reading, commons: Names) -> Iterator[Problem]:
    """The common statements that a statement says it carries, and that there are not."""
    for place, name in _entries(reading, "merges"):
        if commons.miss(name):
            message = f"there is no common statement `{name}`"
            yield Problem(reading.place(place), message, near(name, commons.written))


def doubled(reading: Reading, *keys: str) -> Iterator[Problem]:
    """The names behind one of these keys, below the top of the file, that stood before."""
    seen: set[str] = set()
    for loc, name in reading.leaves():
        if len(loc) > 1 and loc[-1] in keys and isinstance(name, str):
            if name in seen:
                message = f"the {keys[0]} `{name}` stands twice"
                yield Problem(reading.place(loc), message, "give it another")
            seen.add(name)


def _entries(reading: Reading, key: str) -> Iterator[tuple[Loc, str]]:
    """Each text in a list behind that key, and where it stands."""
    for loc, name in reading.leaves():
        if len(loc) > 1 and loc[-2] == key and isinstance(loc[-1], int) and isinstance(name, str):
            yield loc, name
