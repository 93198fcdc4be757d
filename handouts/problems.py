"""Mistakes a person can fix: values with a place, a plain sentence and a hint.

HandoutsError
  ContentError   mistakes in files or in a patient's values, all at once
  NotFound       a text, language or field that is not there
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


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


@dataclass(frozen=True)
class Problem:
    """One mistake: where it stands, what is wrong, and what would mend it."""

    place: Place | None
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.message} ({self.hint})" if self.hint else f"{where}{self.message}"


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


class NotFound(HandoutsError):
    """Something asked for by name that is not there."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no {kind} `{name}` ({near(name, known)}).")
