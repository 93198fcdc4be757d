"""YAML files -> plain data that remembers its lines -> typed models; every mistake at once.

Scalars stay text until a model types them: a phone number keeps its zero, and NO stays NO.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from handouts.problems import ContentError, Place, Problem, near, shown

Loc = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Reading:
    """A file's plain data, and the line of every key and item in it."""

    path: str
    data: Any
    lines: Mapping[Loc, int]

    def place(self, loc: Loc = ()) -> Place:
        """The place of the innermost part of `loc` that stands in the file."""
        known: Loc = ()
        for step in loc:
            # A step that is not in the file is pydantic's own, such as the kind of a section.
            if (*known, step) in self.lines:
                known = (*known, step)
        return Place(self.path, self.lines.get(known, 1))

    def leaves(self) -> Iterator[tuple[Loc, Any]]:
        """Every value that holds no others, and where it stands."""
        yield from _leaves(self.data, ())

    def find(self, value: str, *keys: str) -> Place:
        """The last place where one of the keys has that value; the first line where none has."""
        return self.place([(), *(loc for key in keys for loc in self.having(key, value))][-1])

    def having(self, key: str, value: str) -> Iterator[Loc]:
        """Where that key has that value."""
        return (loc for loc, leaf in self.leaves() if leaf == value and loc and loc[-1] == key)


def _leaves(data: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
    if isinstance(data, (dict, list)):
        for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(inner, (*loc, key))
    else:
        yield loc, data


def read(path: Path) -> Reading:
    """The data of one YAML file; ContentError tells what is wrong with it."""
    try:
        return read_bytes(path.read_bytes(), shown(path))
    except OSError as error:
        raise ContentError(
            [Problem(Place(shown(path)), f"cannot be read: {error.strerror}")]
        ) from None


def read_bytes(data: bytes, name: str) -> Reading:
    """The data of YAML in UTF-8; `name` is what its mistakes call it."""
    try:
        return read_text(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        place = Place(name, data[: error.start].count(b"\n") + 1)
        raise ContentError([Problem(place, "this is not UTF-8 text", "save it as UTF-8")]) from None


def read_text(text: str, name: str) -> Reading:
    """The data of YAML text; `name` is what its mistakes call it."""
    try:
        _check_depth(text, name)
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark if "quoted" in str(error.context) else error.problem_mark
        line = mark.line + 1 if mark else 1
        raise ContentError([Problem(Place(name, line), *_broken(text, line, error))]) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        start = error.start if isinstance(error, UnicodeEncodeError) else error.position
        place = Place(name, text[:start].count("\n") + 1)
        message = "a character that cannot stand in YAML"
        raise ContentError([Problem(place, message, "delete it")]) from None
    if node is None:
        raise ContentError([Problem(Place(name, 1), "the file is empty")])
    walk = _Walk(name)
    data = walk.plain(node, ())
    if walk.problems:
        raise ContentError(walk.problems)
    return Reading(name, data, walk.lines)


_DEEPEST = 50


def _check_depth(text: str, name: str) -> None:
    """Refuse lists within lists without end before they exhaust the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            place = Place(name, line)
            raise ContentError([Problem(place, "too many lists within lists", "write it flat")])


def _broken(text: str, line: int, error: yaml.MarkedYAMLError) -> tuple[str, str]:
    lines = text.splitlines()
    if "\t" in (lines[line - 1] if line <= len(lines) else ""):
        return "a tab stands where YAML wants spaces", "indent with spaces"
    return f"this is not YAML: {error.problem}", "check the colon, quotes and indentation here"


def _is_empty(node: Any) -> bool:
    # The C loader tells a plain scalar by an empty style.
    return not node.style and node.value in ("", "~", "null")


class _Walk:
    """One pass over the node tree: plain data, its lines and its mistakes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Loc, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def plain(self, node: yaml.Node, loc: Loc) -> Any:
        """The node as dict, list, text or None."""
        line = node.start_mark.line + 1
        self.lines.setdefault(loc, line)
        # An alias is the same node again: refused, since a few lines can expand without end.
        if id(node) in self._seen:
            self._wrong(line, "`&` and `*` (anchors and aliases) are not used here", "write it out")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, loc))
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*loc, i)) for i, item in enumerate(node.value)]
        return None if _is_empty(node) else node.value

    def _pairs(self, node: yaml.MappingNode, loc: Loc) -> Iterator[tuple[str, Any]]:
        keys: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._wrong(
                    key_node.start_mark.line + 1, "a key is not a word", "write `key: value`"
                )
                continue
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in keys:
                self._wrong(line, f"`{key}` stands here twice", f"first on line {keys[key]}")
            keys.setdefault(key, line)
            self.lines.setdefault((*loc, key), line)
            yield key, self.plain(value_node, (*loc, key))

    def _wrong(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(Place(self.name, line), message, hint))


def typed(model: type[M], reading: Reading, loc: Loc = (), data: Any = ...) -> M:
    """The file, or `data` that stands at `loc` of it, as a model; ContentError tells all wrong."""
    try:
        return model.model_validate(reading.data if data is ... else data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise ContentError(
            [_problem(one, model, reading, loc) for one in found if not _is_parent(one, found)]
        ) from None


def _is_parent(error: ErrorDetails, found: Sequence[ErrorDetails]) -> bool:
    """Whether a list is called too short only because an entry of it is wrong."""
    place = error["loc"]
    inner = (other["loc"] for other in found if other is not error)
    return error["type"] == "too_short" and any(loc[: len(place)] == place for loc in inner)


def _problem(error: ErrorDetails, model: type[BaseModel], reading: Reading, loc: Loc) -> Problem:
    where = error["loc"]
    if error["type"].startswith("union_tag"):
        where = (*where, "kind")
    name = next((str(step) for step in reversed(where) if isinstance(step, str)), "this")
    message, hint = _sentence(error, name, model)
    return Problem(reading.place((*loc, *where)), message, hint)


def _sentence(error: ErrorDetails, name: str, model: type[BaseModel]) -> tuple[str, str]:
    """The mistake in plain words, by pydantic's type of it, never by its English."""
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"`{name}` is missing", "add it"
        case "extra_forbidden":
            return f"`{name}` is not a field here", near(name, _field_names(model) - {name})
        case "literal_error" | "union_tag_invalid":
            expected = context.get("expected") or context.get("expected_tags", "")
            return f"`{name}` has a value that is not known", f"write one of {expected}"
        case "union_tag_not_found":
            return "`kind` is missing", "say which kind of section this is"
        case "string_pattern_mismatch":
            return f"`{name}` is not written as it must be", _PATTERNS.get(
                str(context["pattern"]), ""
            )
        case "impossible":
            return context["message"], context["hint"]
        case "too_short" if context["min_length"] > 1:
            return f"`{name}` has too few", f"give {context['min_length']}"
        case "too_short" | "string_too_short":
            return f"`{name}` is empty", "give at least one"
        case "too_long":
            return f"`{name}` has too many", f"at most {context['max_length']}"
        case "string_type" | "model_type" | "tuple_type" | "dict_type" | "model_attributes_type":
            return (
                f"`{name}` is not {_TYPES[error['type']]}",
                "check the indentation and the dashes",
            )
        case kind if kind.startswith("date"):
            return f"`{name}` is not a date", "write 2026-12-31"
        case kind if kind.startswith(("int", "greater", "less")):
            return f"`{name}` is not a number that can stand here", _limits(context)
        case "bool_parsing" | "bool_type":
            return f"`{name}` is neither true nor false", "write true or false"
        case _:
            return f"`{name}` cannot be read", error["msg"]


_TYPES = {
    "string_type": "text",
    "model_type": "a group of keys",
    "model_attributes_type": "a group of keys",
    "dict_type": "a group of keys",
    "tuple_type": "a list",
}

_PATTERNS = {
    r"^[a-z0-9-]{1,64}$": "use a to z, 0 to 9 and -, at most 64",
    r"^#[0-9a-fA-F]{6}$": "write a colour as #0b6478",
    r"^https?://[^\s?]+$": "write a web address that begins with https:// and has no ?",
    r"^https?://\S+$": "write a web address that begins with https://",
    r"^[a-z]{2}$": "write two small letters, such as en",
}


def _limits(context: Mapping[str, Any]) -> str:
    words = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
    return ", ".join(f"{word} {context[key]}" for key, word in words.items() if key in context)


def _field_names(model: type[BaseModel]) -> set[str]:
    """Every key that the model or a model inside it knows: the pool for "did you mean"."""
    names: set[str] = set()
    todo, done = [model], set()
    while todo:
        current = todo.pop()
        done.add(current)
        names |= set(current.model_fields)
        for info in current.model_fields.values():
            todo += [inner for inner in _models_in(info.annotation) if inner not in done]
    return names


def _models_in(annotation: Any) -> Sequence[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models_in(part)]
