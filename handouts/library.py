"""The clinic's folder over ours: texts, sources, glossary, labels and fields, checked together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from handouts import SHIPPED
from handouts.model import (
    Clinic,
    Content,
    PersonalField,
    Source,
    Statement,
    Term,
    Text,
    Treatment,
)
from handouts.problems import ContentError, NotFound, Place, Problem, near, shown
from handouts.reading import Loc, Reading, read, typed

M = TypeVar("M", bound=Content)
T = TypeVar("T")

_SHELVES: Mapping[str, type[Text]] = {"treatments": Treatment}


class _Terms(Content):
    language: str
    terms: tuple[Term, ...]


class _Common(Content):
    language: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Library:
    """All that can be printed, read once: every text by id and language, and what they share."""

    folders: tuple[Path, ...]
    clinic: Clinic
    sources: Mapping[str, Source]
    fields: Mapping[str, PersonalField]
    texts: Mapping[tuple[str, str], Text]
    glossaries: Mapping[str, tuple[Term, ...]]
    labels: Mapping[str, Mapping[str, str]]
    # Where a text was read, for mistakes that show only on the page.
    places: Mapping[tuple[str, str], Reading]

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
    if clinic_folder is not None and not (clinic_folder / "clinic.yaml").is_file():
        message = "there is no clinic.yaml in this folder"
        raise ContentError(
            [Problem(Place(shown(clinic_folder)), message, "give the clinic's folder")]
        )
    folders = (SHIPPED,) if clinic_folder is None else (clinic_folder.resolve(), SHIPPED)
    return _Opening(folders).library()


def _clinic(path: Path) -> Clinic:
    return typed(Clinic, read(path))


def _terms(path: Path) -> tuple[Term, ...]:
    return typed(_Terms, read(path)).terms


def _common(path: Path) -> dict[str, Statement]:
    return {statement.id: statement for statement in typed(_Common, read(path)).statements}


class _Opening:
    """One opening of a library; mistakes are gathered so that all are told at once."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self.problems: list[Problem] = []

    def library(self) -> Library:
        """The checked library; ContentError holds the mistakes of all its files."""
        starter = self.folders[0] / "clinic.yaml"
        path = starter if starter.is_file() else SHIPPED / "data" / "starter" / "clinic.yaml"
        clinic = self._try(_clinic, path)
        sources = self._entries("data/sources.yaml", Source)
        fields = self._entries("data/fields.yaml", PersonalField)
        commons = self._by_language("common", _common)
        glossaries = self._by_language("glossary", _terms)
        labels = self._labels()
        readings = dict(self._text_readings())
        texts = {key: self._text(key, reading, commons) for key, reading in readings.items()}
        whole = {key: text for key, text in texts.items() if text}
        for key, text in whole.items():
            self.problems += _unknown_sources(text, readings[key], sources)
        if self.problems or clinic is None:
            raise ContentError(self.problems)
        return Library(self.folders, clinic, sources, fields, whole, glossaries, labels, readings)

    def _try(self, step: Callable[..., T], *what: Any) -> T | None:
        try:
            return step(*what)
        except ContentError as error:
            self.problems += error.problems
            return None

    def _find(self, pattern: str) -> Iterator[Path]:
        """The files of that pattern; a clinic's file stands for ours of the same path."""
        found: dict[Path, Path] = {}
        for folder in self.folders:
            for path in sorted(folder.glob(pattern)):
                found.setdefault(path.relative_to(folder), path)
        yield from (found[name] for name in sorted(found))

    def _entries(self, name: str, model: type[M]) -> dict[str, M]:
        """A file of named entries, merged key by key; the clinic's entry wins."""
        merged: dict[str, M] = {}
        for folder in reversed(self.folders):
            if (folder / name).is_file() and (reading := self._try(read, folder / name)):
                for key, data in (reading.data or {}).items():
                    entry = self._try(typed, model, reading, (key,), data)
                    if entry is not None:
                        merged[key] = entry
        return merged

    def _by_language(self, shelf: str, load: Callable[[Path], T]) -> dict[str, T]:
        loaded = {path.stem: self._try(load, path) for path in self._find(f"data/{shelf}/*.yaml")}
        return {language: value for language, value in loaded.items() if value is not None}

    def _labels(self) -> dict[str, dict[str, str]]:
        """The words of the page by language, merged key by key."""
        labels: dict[str, dict[str, str]] = {}
        for folder in reversed(self.folders):
            for path in sorted(folder.glob("data/labels/*.yaml")):
                reading = self._try(read, path)
                if reading is not None:
                    labels.setdefault(path.stem, {}).update(reading.data)
        return labels

    def _text_readings(self) -> Iterator[tuple[tuple[str, str], Reading]]:
        for shelf in _SHELVES:
            for path in self._find(f"data/{shelf}/*/*.yaml"):
                reading = self._try(read, path)
                if reading is not None:
                    yield (path.parent.name, path.stem), reading

    def _text(
        self,
        key: tuple[str, str],
        reading: Reading,
        commons: Mapping[str, Mapping[str, Statement]],
    ) -> Text | None:
        common = commons.get(key[1], {})
        data, unknown = _resolved(reading, common)
        text = self._try(typed, Treatment, reading, (), data)
        if text and not unknown:
            unknown = _inner_problems(text, key, reading, common)
        self.problems += unknown
        return None if unknown else text


# Stands for a common statement that is not there, so that the rest of the file is still checked.
_STAND_IN = Statement(id="unknown", text="unknown", sources=("unknown",), confidence="background")


def _resolved(reading: Reading, common: Mapping[str, Statement]) -> tuple[Any, list[Problem]]:
    """The data with every `use: id` replaced by the common statement of that id."""
    problems: list[Problem] = []

    def walk(data: Any, loc: Loc) -> Any:
        if isinstance(data, dict):
            if "use" in data and set(data) <= {"use", "continues"}:
                if data["use"] in common:
                    joined = data.get("continues") == "true"
                    return common[data["use"]].model_copy(update={"continues": joined})
                hint = near(str(data["use"]), common)
                message = f"there is no common statement `{data['use']}`"
                problems.append(Problem(reading.place(loc), message, hint))
                return _STAND_IN
            return {key: walk(value, (*loc, key)) for key, value in data.items()}
        if isinstance(data, list):
            return [walk(item, (*loc, i)) for i, item in enumerate(data)]
        return data

    return walk(reading.data, ()), problems


def _inner_problems(
    text: Text, key: tuple[str, str], reading: Reading, common: Mapping[str, Statement]
) -> list[Problem]:
    """What is wrong within one text though each part is well formed."""
    problems = []
    if (text.id, text.language) != key:
        hint = f"its folder and file say `{key[0]}` in `{key[1]}`"
        problems.append(
            Problem(reading.place(("id",)), "`id` or `language` differs from its place", hint)
        )
    seen: set[str] = set()
    for item in (*text.statements(), *text.sections):
        if item.id in seen:
            place = find(reading, "id", item.id)
            problems.append(Problem(place, f"the id `{item.id}` stands twice", "give it another"))
        seen.add(item.id)
    for statement in text.statements():
        for merged in statement.merges:
            if merged not in common:
                place = find(reading, "id", statement.id)
                message = f"`{statement.id}` merges `{merged}`, which is no common statement"
                problems.append(Problem(place, message, near(merged, common)))
    return problems


def _unknown_sources(
    text: Text, reading: Reading, sources: Mapping[str, Source]
) -> Iterator[Problem]:
    for statement in text.statements():
        for source in statement.sources:
            if source not in sources:
                place = find(reading, "id", statement.id)
                yield Problem(place, f"there is no source `{source}`", near(source, sources))


def find(reading: Reading, key: str, value: str) -> Place:
    """The place where that key has that value; the file's first line where it has it nowhere."""

    def walk(data: Any, loc: Loc) -> Iterator[Loc]:
        if isinstance(data, dict):
            if data.get(key) == value:
                yield (*loc, key)
            for name, inner in data.items():
                yield from walk(inner, (*loc, name))
        elif isinstance(data, list):
            for i, inner in enumerate(data):
                yield from walk(inner, (*loc, i))

    return reading.place([(), *walk(reading.data, ())][-1])
