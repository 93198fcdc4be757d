"""The clinic's folder over ours: texts, sources, glossary, labels and fields, checked together."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from handouts import SHIPPED
from handouts.clinic import Clinic, PersonalField
from handouts.model import Accepted, Text, Topic, Treatment, Wording
from handouts.patients import ABOUT_THE_COPY
from handouts.problems import ContentError, NotFound, Place, Problem, near, shown
from handouts.reading import Reading, read, typed
from handouts.statements import Content, Source, Statement, Term
from handouts.texts import text_of, unknown

M = TypeVar("M", bound=Content)
T = TypeVar("T")


class _Shelf(Content):
    language: str
    accepted: tuple[Accepted, ...] = ()


class _Terms(_Shelf):
    terms: tuple[Term, ...]


class _Common(_Shelf):
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Shared:
    """A file that several texts print from, and the findings that its authors let stand."""

    reading: Reading
    accepted: tuple[Accepted, ...]


# The shelves of texts, and what stands on each.
_TEXTS: Mapping[str, type[Text]] = {"treatments": Treatment, "topics": Topic}


@dataclass(frozen=True)
class Library:
    """All that can be printed, read once: every text by id and language, and what they share."""

    folders: tuple[Path, ...]
    clinic: Clinic
    sources: Mapping[str, Source]
    # Where each source was read, to be told of what its entry lacks.
    source_places: Mapping[str, Place]
    fields: Mapping[str, PersonalField]
    texts: Mapping[tuple[str, str], Text]
    glossaries: Mapping[str, tuple[Term, ...]]
    labels: Mapping[str, Mapping[str, str]]
    wordings: Mapping[str, Wording]
    # Where a text was read, for mistakes that show only later; the statements and terms that
    # several texts print were read from the shelves `common` and `glossary`, ours first.
    places: Mapping[tuple[str, str], Reading]
    shelves: Mapping[tuple[str, str], tuple[Shared, ...]]
    clinic_reading: Reading

    def ids(self) -> tuple[str, ...]:
        """The ids of all texts, in the order of the alphabet."""
        return tuple(sorted({text_id for text_id, _ in self.texts}))

    def text(self, text_id: str, language: str) -> Text:
        """The text of that id in that language; NotFound names what is near."""
        if text_id not in self.ids():
            raise NotFound("text", text_id, self.ids())
        if (text_id, language) not in self.texts:
            known = [spoken for known_id, spoken in self.texts if known_id == text_id]
            raise NotFound("language", language, known)
        return self.texts[text_id, language]


def open_library(clinic_folder: Path | None = None) -> Library:
    """The library of a clinic's folder over the shipped one; ContentError tells all mistakes."""
    if clinic_folder is not None and not _is_clinic(clinic_folder):
        message = "there is no clinic.yaml in this folder"
        raise ContentError(
            [Problem(Place(shown(clinic_folder)), message, "give the clinic's folder")]
        )
    folders = (SHIPPED,) if clinic_folder is None else (clinic_folder.resolve(), SHIPPED)
    return _Opening(folders).library()


def _is_clinic(folder: Path) -> bool:
    try:
        return (folder / "clinic.yaml").is_file()
    except OSError:  # a folder that may not be read, or a name no folder can have
        return False


class _Opening:
    """One opening of a library; mistakes are gathered so that all are told at once."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self.problems: list[Problem] = []
        self.shelves: dict[tuple[str, str], list[Shared]] = {}
        self.entry_places: dict[str, dict[str, Place]] = {}

    def library(self) -> Library:
        """The checked library; ContentError holds the mistakes of all its files."""
        own = self._try(read, self._clinic_path())
        clinic = self._try(typed, Clinic, own) if own else None
        sources = self._entries("data/sources.yaml", Source)
        # A source whose entry is wrong is there: it is told once, and not at each use of it.
        written = self.entry_places["data/sources.yaml"]
        fields = self._entries("data/fields.yaml", PersonalField)
        commons = self._shelf("common", _Common, "statements", "id", written)
        glossaries = self._shelf("glossary", _Terms, "terms", "term", written)
        labels = self._labels()
        wordings = dict(self._wordings())
        places: dict[tuple[str, str], Reading] = {}
        texts = dict(self._texts(labels, commons, written, places))
        self._check_field_names(fields)
        if self.problems or own is None or clinic is None:
            raise ContentError(self.problems)
        return Library(
            folders=self.folders,
            clinic=clinic,
            sources=sources,
            source_places=written,
            fields=fields,
            texts=texts,
            glossaries=glossaries,
            labels=labels,
            wordings=wordings,
            places=places,
            shelves={key: tuple(shared) for key, shared in self.shelves.items()},
            clinic_reading=own,
        )

    def _try(self, step: Callable[..., T], *what: Any) -> T | None:
        try:
            return step(*what)
        except ContentError as error:
            self.problems += error.problems
            return None

    def _clinic_path(self) -> Path:
        own = self.folders[0] / "clinic.yaml"
        return own if own.is_file() else SHIPPED / "data" / "starter" / "clinic.yaml"

    def _find(self, pattern: str) -> Iterator[Path]:
        """The files of that pattern; a clinic's file stands for ours of the same path."""
        found: dict[Path, Path] = {}
        for folder in self.folders:
            for path in sorted(folder.glob(pattern)):
                found.setdefault(path.relative_to(folder), path)
        yield from (found[name] for name in sorted(found))

    def _mappings(self, pattern: str) -> Iterator[tuple[Path, Reading]]:
        """All files of that pattern that hold keys, ours first, so that the clinic's key wins."""
        for folder in reversed(self.folders):
            for path in sorted(folder.glob(pattern)):
                reading = self._try(read, path)
                if reading and isinstance(reading.data, dict):
                    yield path, reading
                elif reading:
                    hint = "write lines such as `key: value`"
                    self.problems.append(Problem(reading.place(), "keys should stand here", hint))

    def _entries(self, name: str, model: type[M]) -> dict[str, M]:
        """A file of named entries, merged key by key."""
        merged: dict[str, M] = {}
        places = self.entry_places.setdefault(name, {})
        for _, reading in self._mappings(name):
            for key, data in reading.data.items():
                places[key] = reading.place((key,))
                entry = self._try(typed, model, reading, (key,), data)
                if entry is not None:
                    merged[key] = entry
        return merged

    def _shelf(
        self, shelf: str, model: type[_Shelf], key: str, name: str, sources: Collection[str]
    ) -> dict[str, tuple[Any, ...]]:
        """The entries of a shelf by language, merged by name, each with sources that are known."""
        entries: dict[str, dict[str, Any]] = {}
        for path, reading in self._mappings(f"data/{shelf}/*.yaml"):
            if whole := self._try(typed, model, reading):
                self.shelves.setdefault((shelf, path.stem), []).append(
                    Shared(reading, whole.accepted)
                )
                for entry in getattr(whole, key):
                    entries.setdefault(path.stem, {})[getattr(entry, name)] = entry
                    for source in unknown(entry.sources, sources):
                        place = reading.find(getattr(entry, name), name)
                        message = f"there is no source `{source}`"
                        self.problems.append(Problem(place, message, near(source, sources)))
        return {language: tuple(named.values()) for language, named in entries.items()}

    def _labels(self) -> dict[str, dict[str, str]]:
        """The words of the page by language, merged key by key."""
        labels: dict[str, dict[str, str]] = {}
        for path, reading in self._mappings("data/labels/*.yaml"):
            english = labels.get("en", {})
            for key, words in reading.data.items():
                if wrong := _wrong_label(key, words, english or reading.data):
                    self.problems.append(Problem(reading.place((key,)), *wrong))
                labels.setdefault(path.stem, {})[key] = str(words)
        return labels

    def _wordings(self) -> Iterator[tuple[str, Wording]]:
        """The word lists of the checks by language; a clinic's are added to ours."""
        read_so_far: dict[str, Wording] = {}
        for path, reading in self._mappings("data/wording/*.yaml"):
            if wording := self._try(typed, Wording, reading):
                read_so_far[path.stem] = read_so_far.get(path.stem, Wording()).plus(wording)
        yield from read_so_far.items()

    def _texts(
        self,
        labels: Mapping[str, Any],
        commons: Mapping[str, tuple[Statement, ...]],
        sources: Collection[str],
        places: dict[tuple[str, str], Reading],
    ) -> Iterator[tuple[tuple[str, str], Text]]:
        """The texts of both shelves; where each was read is noted in `places`."""
        for key, reading, model in self._text_readings(labels):
            if key in places:
                message = f"`{key[0]}` is a treatment and a topic too"
                self.problems.append(Problem(reading.place(), message, "give one another id"))
            places[key] = reading
            common = {statement.id: statement for statement in commons.get(key[1], ())}
            typing = partial(text_of, model, reading, key=key, common=common, sources=sources)
            if text := self._try(typing):
                yield key, text

    def _text_readings(
        self, labels: Mapping[str, Mapping[str, str]]
    ) -> Iterator[tuple[tuple[str, str], Reading, type[Text]]]:
        for shelf, model in _TEXTS.items():
            for path in self._find(f"data/{shelf}/*/*.yaml"):
                if reading := self._try(read, path):
                    yield from self._known(reading, path, model, labels)

    def _known(
        self, reading: Reading, path: Path, model: type[Text], labels: Mapping[str, Any]
    ) -> Iterator[tuple[tuple[str, str], Reading, type[Text]]]:
        if path.stem in labels:
            yield (path.parent.name, path.stem), reading, model
        else:
            message = f"there are no labels in the language `{path.stem}`"
            self.problems.append(Problem(reading.place(), message, near(path.stem, labels)))

    def _check_field_names(self, fields: Mapping[str, PersonalField]) -> None:
        for name in set(fields) & set(ABOUT_THE_COPY):
            message = f"a field cannot be called `{name}`, which says whom a copy is for"
            self.problems.append(
                Problem(Place("data/fields.yaml"), message, "give it another name")
            )


def _wrong_label(key: str, words: Any, english: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with a label: not text, not one of ours, or braces that nothing fills."""
    if not isinstance(words, str):
        return f"`{key}` is not text", "write it on one line"
    if key not in english:
        return f"`{key}` is not a label", near(key, english)
    try:
        unfilled = _braces(words) - _braces(english[key])
    except ValueError:
        return f"a brace of `{key}` is open", "write {{ for a brace that is printed"
    return (f"nothing fills `{{{min(unfilled)}}}`", "see ours for its braces") if unfilled else None


def _braces(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}
