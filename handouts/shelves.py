"""What several texts share: sources, fields, labels, common statements, terms and word lists."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, TypeVar

from babel.localedata import exists

from handouts.clinic import PersonalField
from handouts.folders import Folder
from handouts.model import Accepted, Wording
from handouts.problems import Gathering, Place, Problem, near
from handouts.reading import Reading, read, typed
from handouts.references import Names, doubled, unknown_sources, unsafe_links
from handouts.statements import Content, Source, Statement, Term, Words

M = TypeVar("M", bound=Content)
_NAME = re.compile(r"[a-z0-9_-]{1,64}")


class _Shelf(Content):
    language: str
    accepted: tuple[Accepted, ...] = ()


class Terms(_Shelf):
    terms: tuple[Term, ...] = ()
    # Terms of ours that the clinic's texts mean in another way.
    without: tuple[Words, ...] = ()


class Common(_Shelf):
    statements: tuple[Statement, ...]


# The list that a shelf's file holds, what each entry of it is called by, and the file's model.
_SHELVES: Mapping[str, tuple[str, str, type[_Shelf]]] = {
    "common": ("statements", "id", Common),
    "glossary": ("terms", "term", Terms),
}


@dataclass(frozen=True)
class Shared:
    """A file that several texts print from, and the findings that its authors let stand."""

    reading: Reading
    accepted: tuple[Accepted, ...]


@dataclass
class Shelves:
    """All that is shared, the clinic's merged over ours, and the names that are written in it."""

    sources: dict[str, Source] = field(default_factory=dict)
    fields: dict[str, PersonalField] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    wordings: dict[str, Wording] = field(default_factory=dict)
    # The entries of a shelf in a language, by their name; and the files they were read from.
    entries: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    shared: dict[tuple[str, str], list[Shared]] = field(default_factory=dict)
    # Where each source and field was read.
    places: dict[str, dict[str, Place]] = field(default_factory=dict)
    # All names of a shelf in a language, also of entries that are wrong; the files never read.
    written: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    unread: set[tuple[str, str]] = field(default_factory=set)
    # Whether there is no file that could not even be found.
    whole: bool = True

    def names(self, shelf: str, language: str) -> Names:
        """What may be named there."""
        key = (shelf, language)
        return Names(self.written.get(key, set()), self.whole and key not in self.unread)


def shelves(folders: Sequence[Folder], gathering: Gathering) -> Shelves:
    """All that is shared in these folders, the first of which wins; mistakes are gathered."""
    return _Filling(folders, gathering).shelves()


def lacking(shared: Shelves, language: str, file: Place) -> Iterator[Problem]:
    """What a language that is printed lacks: a label of a field, and a label of the page."""
    hint = "write the field into your own data/fields.yaml, with that label"
    for name, entry in shared.fields.items():
        if language not in entry.labels:
            message = f"`{name}` has no label in the language `{language}`"
            yield Problem(shared.places["fields"][name], message, hint)
    if language in shared.labels:
        for key, english in shared.labels.get("en", {}).items():
            if key not in shared.labels[language]:
                yield Problem(file, f"there is no label `{key}`", f"in English: {english}")


class _Filling:
    """One reading of all shelves, ours first, so that the clinic's entry wins."""

    def __init__(self, folders: Sequence[Folder], gathering: Gathering) -> None:
        self._folders = folders
        self._gathering = gathering
        self._filled = Shelves(whole=all(folder.whole for folder in folders))

    def shelves(self) -> Shelves:
        """The shelves, filled."""
        filled = self._filled
        filled.sources = self._entries("data/sources.yaml", "sources", Source)
        filled.fields = self._entries("data/fields.yaml", "fields", PersonalField)
        for shelf in _SHELVES:
            self._fill(shelf)
        self._labels()
        self._wordings()
        return filled

    def _mappings(self, pattern: str, shelf: str) -> Iterator[tuple[str, Reading]]:
        """All files of that pattern that hold keys, by their language."""
        for folder in reversed(self._folders):
            for path in folder.matching(pattern):
                reading = self._gathering.tried(read, path)
                if reading and isinstance(reading.data, dict):
                    yield path.stem, reading
                    continue
                self._filled.unread.add((shelf, path.stem))
                if reading:
                    hint = "write lines such as `key: value`"
                    self._tell(Problem(reading.place(), "keys should stand here", hint))

    def _entries(self, name: str, shelf: str, model: type[M]) -> dict[str, M]:
        """A file of named entries, merged key by key."""
        merged: dict[str, M] = {}
        places = self._filled.places.setdefault(shelf, {})
        for _, reading in self._mappings(name, shelf):
            for key, data in reading.data.items():
                if data is None and key in merged:
                    # A clinic that writes nothing behind the name of an entry does without it.
                    del merged[key], places[key]
                    continue
                places[key] = reading.place((key,))
                if not _NAME.fullmatch(key):
                    hint = "use a to z, 0 to 9, - and _, at most 64"
                    self._tell(Problem(places[key], "a name is not written as it must be", hint))
                entry = self._gathering.tried(typed, model, reading, (key,), data)
                if entry is not None:
                    merged[key] = entry
        self._filled.written[shelf, shelf] = set(places)
        return merged

    def _fill(self, shelf: str) -> None:
        """The entries of a shelf by language, merged by name, each with sources that are known."""
        inside, name, model = _SHELVES[shelf]
        sources = self._filled.names("sources", "sources")
        for language, reading in self._mappings(f"data/{shelf}/*.yaml", shelf):
            key = (shelf, language)
            known = self._filled.written.setdefault(key, set())
            known |= {
                leaf
                for loc, leaf in reading.leaves()
                if loc[0] == inside and loc[-1] == name and isinstance(leaf, str)
            }
            for told in (
                _other_language(reading, language),
                doubled(reading, name),
                unknown_sources(reading, sources),
                unsafe_links(reading),
            ):
                self._tell(*told)
            if whole := self._gathering.tried(typed, model, reading):
                self._filled.shared.setdefault(key, []).append(Shared(reading, whole.accepted))
                entries = self._filled.entries.setdefault(key, {})
                entries.update((getattr(entry, name), entry) for entry in getattr(whole, inside))
                if isinstance(whole, Terms):
                    self._tell(*_left_out(whole, reading, entries))

    def _labels(self) -> None:
        """The words of the page by language, merged key by key."""
        labels = self._filled.labels
        for language, reading in self._mappings("data/labels/*.yaml", "labels"):
            english = labels.get("en", {})
            for key, words in reading.data.items():
                if wrong := _wrong_label(key, words, english or reading.data):
                    self._tell(Problem(reading.place((key,)), *wrong))
                labels.setdefault(language, {})[key] = str(words)

    def _wordings(self) -> None:
        """The word lists of the checks by language; a clinic's are added to ours."""
        wordings = self._filled.wordings
        for language, reading in self._mappings("data/wording/*.yaml", "wording"):
            if wording := self._gathering.tried(typed, Wording, reading):
                wordings[language] = wordings.get(language, Wording()).plus(wording)

    def _tell(self, *problems: Problem) -> None:
        self._gathering.problems += problems


def _left_out(terms: Terms, reading: Reading, entries: dict[str, Any]) -> Iterator[Problem]:
    """Take the terms out that the file does without; those that there are not are mistakes."""
    for i, term in enumerate(terms.without):
        if entries.pop(term, None) is None:
            place, hint = reading.place(("without", i)), near(term, entries)
            yield Problem(place, f"there is no term `{term}` to leave out", hint)


def _other_language(reading: Reading, language: str) -> Iterator[Problem]:
    written = reading.data.get("language")
    if isinstance(written, str) and written != language:
        message = f"`language` is `{written}`, and the file is called `{language}.yaml`"
        yield Problem(reading.place(("language",)), message, "make them the same")


def _wrong_label(key: str, words: Any, english: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with a label: not text, not one of ours, or braces that nothing fills."""
    if words is None:
        return f"`{key}` is empty", "write it behind the colon, or take the line out"
    if not isinstance(words, str):
        return f"`{key}` is not text", "write it on one line"
    if key not in english:
        return f"`{key}` is not a label", near(key, english)
    if key == "locale" and not exists(words):
        return f"no dates are known for `{words}`", "write such as en or en_GB"
    try:
        unfilled = _braces(words) - _braces(english[key])
    except ValueError:
        return f"a brace of `{key}` is open", "write {{ for a brace that is printed"
    return (f"nothing fills `{{{min(unfilled)}}}`", "see ours for its braces") if unfilled else None


def _braces(words: str) -> set[str]:
    """The names that stand in braces, with what is asked of them beside their value."""
    parts = (part for _, *part in Formatter().parse(words) if part[0] is not None)
    return {
        f"{name}{'!' * bool(how)}{how or ''}{':' * bool(form)}{form}" for name, form, how in parts
    }
