"""One text from its file: common statements put in, typed, and checked within itself."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handouts.model import Text
from handouts.problems import ContentError, Problem, near
from handouts.reading import Loc, Reading, typed
from handouts.statements import Statement

_TRUTH = TypeAdapter(bool)

# Stands for a common statement that is not there, so that the rest of the file is still checked.
_STAND_IN = {"id": "unknown", "text": "unknown", "sources": ["unknown"], "confidence": "mixed"}


def text_of(
    model: type[Text],
    reading: Reading,
    *,
    key: tuple[str, str],
    common: Mapping[str, Statement],
    sources: Collection[str],
) -> Text:
    """The text of a file that must be `key`'s id and language; ContentError tells all mistakes."""
    resolving = _Resolving(reading, common)
    data = resolving.whole(reading.data, ())
    try:
        text = typed(model, reading, (), data)
    except ContentError as error:
        raise ContentError([*resolving.problems, *error.problems]) from None
    if not resolving.problems:
        resolving.problems += _inner_problems(text, reading, key, common, sources)
    if resolving.problems:
        raise ContentError(resolving.problems)
    return text


class _Resolving:
    """One pass over a text's data that puts common statements where `use: id` stands."""

    def __init__(self, reading: Reading, common: Mapping[str, Statement]) -> None:
        self.reading = reading
        self.common = common
        self.problems: list[Problem] = []

    def whole(self, data: Any, loc: Loc) -> Any:
        """The data with every `use` replaced."""
        if isinstance(data, list):
            return [self.whole(item, (*loc, i)) for i, item in enumerate(data)]
        if not isinstance(data, dict):
            return data
        if "use" in data and set(data) <= {"use", "continues"}:
            return self._used(data, loc)
        return {key: self.whole(value, (*loc, key)) for key, value in data.items()}

    def _used(self, data: dict[str, Any], loc: Loc) -> dict[str, Any]:
        name = data["use"]
        if not isinstance(name, str) or name not in self.common:
            wrong = f"there is no common statement `{name}`" if isinstance(name, str) else ""
            self._wrong(loc, wrong or "`use` is not one id", near(str(name), self.common))
            return dict(_STAND_IN)
        try:
            joined = _TRUTH.validate_python(data.get("continues") or False)
        except ValidationError:
            wrong = "`continues` is neither true nor false"
            self._wrong((*loc, "continues"), wrong, "write true or false")
            joined = False
        # As data, so that it is typed as what stands there: a statement, or a cell of a table.
        return {**self.common[name].model_dump(exclude_defaults=True), "continues": joined}

    def _wrong(self, loc: Loc, message: str, hint: str) -> None:
        self.problems.append(Problem(self.reading.place(loc), message, hint))


def _inner_problems(
    text: Text,
    reading: Reading,
    key: tuple[str, str],
    common: Mapping[str, Statement],
    sources: Collection[str],
) -> Iterator[Problem]:
    """What is wrong within a text though each part of it is well formed."""
    if (text.id, text.language) != key:
        hint = f"its folder and file say `{key[0]}` in `{key[1]}`"
        yield Problem(reading.place(("id",)), "`id` or `language` differs from its place", hint)
    seen: set[str] = set()
    for item in (*text.statements(), *text.sections):
        if item.id in seen:
            place = reading.find(item.id, "id", "use")
            yield Problem(place, f"the id `{item.id}` stands twice", "give it another")
        seen.add(item.id)
    for statement in text.statements():
        for merged in unknown(statement.merges, common):
            place = reading.find(statement.id, "id")
            message = f"`{statement.id}` merges `{merged}`, which is no common statement"
            yield Problem(place, message, near(merged, common))
        for source in () if statement.id in common else unknown(statement.sources, sources):
            place = reading.find(statement.id, "id")
            yield Problem(place, f"there is no source `{source}`", near(source, sources))


def unknown(named: tuple[str, ...], known: Collection[str]) -> Iterator[str]:
    """The ids among these that are not known."""
    return (name for name in named if name not in known)
