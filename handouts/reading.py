"""YAML files -> plain data that remembers its lines -> typed models; every mistake at once.

Scalars stay text until a model types them: a phone number keeps its zero, and NO stays NO.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from handouts import sentences, syntax
from handouts.problems import ContentError, Place, Problem, refused, shown

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
        # What was set on the command line has no lines.
        return Place(self.path, self.lines.get(known, 1) if self.lines else None)

    def leaves(self) -> Iterator[tuple[Loc, Any]]:
        """Every value that holds no others, and where it stands."""
        yield from _leaves(self.data, ())


def _leaves(data: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
    if isinstance(data, (dict, list)):
        for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(inner, (*loc, key))
    else:
        yield loc, data


#: How many bytes a file may hold. Ours hold less than a thirtieth of it.
MOST = 2_000_000


def read(path: Path) -> Reading:
    """The data of one YAML file; ContentError tells what is wrong with it."""
    # No more than that: what never ends is refused like what is too large.
    return read_bytes(_bytes_of(path, MOST + 1), shown(path))


def words_of(path: Path) -> str:
    """The text of a file; ContentError where it cannot be read."""
    return _decoded(_bytes_of(path), shown(path))


def _bytes_of(path: Path, most: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise ContentError([Problem(Place(shown(path)), *refused(error))]) from None


def read_bytes(data: bytes, name: str) -> Reading:
    """The data of YAML in UTF-8; `name` is what its mistakes call it."""
    if len(data) > MOST:
        hint = f"at most {MOST // 1_000_000} million bytes: cut it into several"
        raise ContentError([Problem(Place(name), "this file is too large", hint)])
    return read_text(_decoded(data, name), name)


def _decoded(data: bytes, name: str) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
            raise ContentError([Problem(Place(name, 1), "this is UTF-16 text", _SAVE)])
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(name, data[: error.start].count(b"\n") + 1)
        raise ContentError([Problem(place, "this is not UTF-8 text", _SAVE)]) from None


_SAVE = "save it as UTF-8"


def read_text(text: str, name: str) -> Reading:
    """The data of YAML text; `name` is what its mistakes call it."""
    signs: list[Problem] = []
    try:
        _look_through(text, name, signs)
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.composer.ComposerError as error:
        # An alias of nothing is told as a sign already.
        raise ContentError(signs or [_broken(text, name, error)]) from None
    except yaml.MarkedYAMLError as error:
        raise ContentError([*signs, _broken(text, name, error)]) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        raise ContentError([_unprintable(text, name)]) from None
    if node is None:
        raise ContentError([Problem(Place(name, 1), "the file is empty", "write it or delete it")])
    walk = _Walk(name, text)
    data = walk.plain(node, ())
    if signs or walk.problems:
        raise ContentError([*signs, *walk.problems])
    return Reading(name, data, walk.lines)


_DEEPEST = 50


def _look_through(text: str, name: str, signs: list[Problem]) -> None:
    """Tell the signs of YAML that are not used here, and refuse depth before the stack ends."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        place = Place(name, event.start_mark.line + 1 if event.start_mark else 1)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ContentError([Problem(place, "too many lists within lists", "write it flat")])
        if getattr(event, "anchor", None):
            message = "`&` and `*` (anchors and aliases) are not used here"
            signs.append(
                Problem(
                    place,
                    message,
                    "put a text that begins so into quotes; write out what is repeated",
                )
            )
        if getattr(event, "tag", None):
            message = "`!` (a tag) is not used here"
            signs.append(Problem(place, message, "put a text that begins with it into quotes"))


def _broken(text: str, name: str, error: yaml.MarkedYAMLError) -> Problem:
    """The parser's complaint in plain words, where the person has to look."""
    began, mark = error.context_mark, error.problem_mark
    complaint = syntax.Complaint(
        context=str(error.context or ""),
        began=began.line if began else 0,
        problem=str(error.problem),
        line=mark.line if mark else 0,
        column=mark.column if mark else 0,
        opened=_opened(text, mark) if mark else None,
    )
    line, message, hint = syntax.told(_lines(text), complaint)
    return Problem(Place(name, line), message, hint)


def _lines(text: str) -> list[str]:
    # As the parser counts them.
    return re.split("\r\n|[\r\n\x85\u2028\u2029]", text)


def _opened(text: str, mark: yaml.Mark) -> int | None:
    """The line where the quotes opened that closed just before the mark."""
    last = None
    try:
        for token in yaml.scan(text, Loader=yaml.CBaseLoader):
            if token.start_mark.index >= mark.index:
                break
            last = token
    except yaml.YAMLError:
        pass
    quoted = isinstance(last, yaml.ScalarToken) and last.style in ("'", '"')
    if last is None or not quoted or last.end_mark.line != mark.line:
        return None
    return int(last.start_mark.line)


def _unprintable(text: str, name: str) -> Problem:
    """The first character that the parser cannot take."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    place = Place(name, len(_lines(text[: found.start() if found else 0])))
    return Problem(place, "a character that cannot stand in YAML", "delete it")


def _is_empty(node: Any) -> bool:
    # The C loader tells a plain scalar by an empty style.
    return not node.style and node.value in ("", "~", "null")


# What holds a sentence, in which somebody may write `Room #3`.
_SENTENCES = ("text", "title", "subtitle", "about", "heading", "definition", "caption", "alt")
_COMMENT = re.compile(r"[ \t]+#")


class _Walk:
    """One pass over the node tree: plain data, its lines and its mistakes."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._text_lines = text.split("\n")
        self.lines: dict[Loc, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def plain(self, node: yaml.Node, loc: Loc) -> Any:
        """The node as dict, list, text or None."""
        line = node.start_mark.line + 1
        self.lines.setdefault(loc, line)
        # An alias, told already, is the same node again: a few lines could expand without end.
        if id(node) in self._seen:
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, loc))
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*loc, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        self._look_behind(node, loc)
        return None if _is_empty(node) else node.value

    def _look_behind(self, node: yaml.ScalarNode, loc: Loc) -> None:
        """Tell a `#` that ends a sentence without quotes, since what follows would be lost."""
        mark, is_sentence = node.end_mark, loc[-1:] and loc[-1] in _SENTENCES
        line = self._text_lines[mark.line] if mark.line < len(self._text_lines) else ""
        if is_sentence and not node.style and _COMMENT.match(line, mark.column):
            hint = "put the text into quotes, or the comment on a line of its own"
            self._wrong(mark.line + 1, f"what follows `#` in `{loc[-1]}` is not read", hint)

    def _pairs(self, node: yaml.MappingNode, loc: Loc) -> Iterator[tuple[str, Any]]:
        keys: dict[str, int] = {}
        hint = "put a text that begins with { or [ into quotes"
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._wrong(
                    key_node.start_mark.line + 1,
                    "a list or a group stands where a key should",
                    hint,
                )
                continue
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key == "<<" and not key_node.style:
                self._wrong(line, "`<<` (a merge) is not used here", "write the keys out")
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
    where = (*loc, *error["loc"])
    if error["type"].startswith("union_tag"):
        where = (*where, "kind")
    return Problem(reading.place(where), *sentences.told(error, where, model))
