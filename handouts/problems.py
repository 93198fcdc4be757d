"""Mistakes a person can fix: values with a place, a plain sentence and a hint.

HandoutsError
  MailError      a server, an account or the outbox that does not let us mail
  ContentError   mistakes in files or in a patient's values, all at once
  NotFound       a text, language or field that is not there
"""

import errno
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """A file and, where it is known, a line in it (counted from 1)."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


def shown(path: Path) -> str:
    """The path as a person at the desk knows it: from the current folder where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def refused(error: OSError) -> tuple[str, str]:
    """What the disk says to somebody who wants to read a file, and what would mend it."""
    told = f"cannot be read: {error.strerror or type(error).__name__}", "look at the file"
    return _REFUSED.get(error.errno or 0, told)


_NOT_THERE = ("there is no such file", "check its name and its folder")
_REFUSED = {
    errno.ENOENT: _NOT_THERE,
    errno.ENOTDIR: _NOT_THERE,
    errno.EISDIR: ("this is a folder, not a file", "name a file in it"),
    errno.EACCES: ("this may not be read by you", "ask whoever it belongs to"),
}


@dataclass(frozen=True)
class Problem:
    """One mistake: where it stands, what is wrong, and what would mend it."""

    place: Place | None
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        told = f"{_one_line(self.message)} ({_one_line(self.hint)})" if self.hint else ""
        return printable(where) + (told or _one_line(self.message))


def shortened(words: str, most: int = 60) -> str:
    """The words on one line, and not too many of them."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 3]}..."


def _one_line(sentence: str) -> str:
    """The sentence, however long or wild the names are that somebody wrote."""
    return shortened(printable(sentence), 300)


def printable(words: str) -> str:
    """The words as a terminal can show them."""
    # A letter that steers a terminal, or the direction of writing, steers nothing here.
    return "".join(letter if letter.isprintable() else " " for letter in words)


def near(name: str, known: Iterable[str]) -> str:
    """The hint for a name that is not known: the nearest one that is, or else all of them."""
    names = sorted(known)
    if close := get_close_matches(name, names, 1):
        return f"did you mean `{close[0]}`?"
    if len(names) > 12:
        return "check the spelling"
    return f"there is {', '.join(f'`{name}`' for name in names)}" if names else "there is none"


class HandoutsError(Exception):
    """What a person can fix; str() is the whole message."""


class ContentError(HandoutsError):
    """Mistakes in YAML, templates, styles, pictures or values: all of them at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class MailError(HandoutsError):
    """What keeps any letter from being sent; those that wait go on waiting."""


class NotFound(HandoutsError):
    """Something asked for by name that is not there."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no {kind} `{name}` ({near(name, known)}).")


class Gathering:
    """The mistakes of many steps, so that all are told at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def tried(self, step: Callable[..., T], *what: Any) -> T | None:
        """What the step gives; None where it tells mistakes, which are gathered."""
        try:
            return step(*what)
        except ContentError as error:
            self.problems += error.problems
            return None

    def error(self) -> ContentError:
        """All that was gathered, each mistake once, file by file and line by line."""
        return ContentError(sorted(dict.fromkeys(self.problems), key=_place))


def _place(problem: Problem) -> tuple[str, int]:
    place = problem.place or Place("")
    return place.path, place.line or 0
