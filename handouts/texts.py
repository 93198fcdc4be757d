"""One text from its file: common statements put in, typed, and checked within itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handouts import references
from handouts.model import Text
from handouts.problems import ContentError, Gathering, Problem, near
from handouts.reading import Loc, Reading, typed
from handouts.references import Names
from handouts.statements import Statement

_TRUTH = TypeAdapter(bool)

# Stands for a common statement that is not there, so that the rest of the file is still checked.
_STAND_IN = {"id": "unknown", "text": "unknown", "sources": ["unknown"], "confidence": "mixed"}


@dataclass(frozen=True)
class Around:
    """What a text in its language may lean on."""

    common: Mapping[str, Statement]
    commons: Names
    sources: Names
    terms: Names


def text_of(model: type[Text], reading: Reading, key: tuple[str, str], around: Around) -> Text:
    """The text of a file that must be `key`'s id and language; ContentError tells all mistakes."""
    resolving = _Resolving(reading, around)
    data = resolving.whole(reading.data, ())
    gathering = Gathering()
    text: Text | None = gathering.tried(typed, model, reading, (), data)
    gathering.problems += resolving.problems
    gathering.problems += _inner_problems(reading, key, around)
    if text is None or gathering.problems:
        raise ContentError(gathering.problems)
    return text


class _Resolving:
    """One pass over a text's data that puts common statements where `use: id` stands."""

    def __init__(self, reading: Reading, around: Around) -> None:
        self.reading = reading
        self.around = around
        self.problems: list[Problem] = []

    def whole(self, data: Any, loc: Loc) -> Any:
        """The data with every `use` replaced."""
        if isinstance(data, list):
            return [self.whole(item, (*loc, i)) for i, item in enumerate(data)]
        if not isinstance(data, dict):
            return data
        if "use" in data and loc:
            return self._used(data, loc)
        return {key: self.whole(value, (*loc, key)) for key, value in data.items()}

    def _used(self, data: dict[str, Any], loc: Loc) -> dict[str, Any]:
        for key in data:
            if key not in ("use", "continues"):
                hint = "it is taken word for word: take this line out"
                self._wrong((*loc, key), f"`{key}` stands beside `use`", hint)
        try:
            joined = _TRUTH.validate_python(data.get("continues") or False)
        except ValidationError:
            wrong = "`continues` is neither true nor false"
            self._wrong((*loc, "continues"), wrong, "write true or false")
            joined = False
        # As data, so that it is typed as what stands there: a statement, or a cell of a table.
        return {**self._common(data["use"], loc), "continues": joined}

    def _common(self, name: Any, loc: Loc) -> dict[str, Any]:
        if not isinstance(name, str):
            self._wrong(loc, "`use` is not one id", "write `use:` and the id behind it")
        elif name in self.around.common:
            return self.around.common[name].model_dump(exclude_defaults=True)
        elif self.around.commons.miss(name):
            wrong = f"there is no common statement `{name}`"
            self._wrong((*loc, "use"), wrong, near(name, self.around.commons.written))
        return dict(_STAND_IN)

    def _wrong(self, loc: Loc, message: str, hint: str) -> None:
        self.problems.append(Problem(self.reading.place(loc), message, hint))


def _inner_problems(reading: Reading, key: tuple[str, str], around: Around) -> Iterator[Problem]:
    """What is wrong within a text though each part of it is well formed."""
    yield from _misplaced(reading, "id", "[a-z0-9-]+", key[0], f"its folder is `{key[0]}`")
    yield from _misplaced(reading, "language", "[a-z]{2}", key[1], f"its file is `{key[1]}.yaml`")
    yield from references.doubled(reading, "id", "use")
    yield from references.unknown_sources(reading, around.sources)
    yield from references.unknown_merges(reading, around.commons)
    yield from references.unknown_terms(reading, around.terms)
    yield from references.unsafe_links(reading)


def _misplaced(
    reading: Reading, key: str, well: str, wanted: str, called: str
) -> Iterator[Problem]:
    """An id or a language, well written, that is not that of the place where the file lies."""
    written = reading.data.get(key) if isinstance(reading.data, dict) else None
    if isinstance(written, str) and written != wanted and re.fullmatch(well, written):
        message = f"`{key}` is `{written}`, but {called}"
        yield Problem(reading.place((key,)), message, "make them the same")
