"""Places for values that are not known yet: what a page is printed with to become a plate.

A template may place such a value, and do nothing else with it: whatever it would decide by a
value would be wrong for the next person.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

#: How a place and its line are found again among all that was printed.
BEGIN = "Zqx"
MARK = re.compile(f"{BEGIN}([a-z]{{2}})([a-z])", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Asked(TypeError):
    """A template asks for more than the place of a value."""


class _Unknown:
    def _refuse(self, *_: object) -> NoReturn:
        raise Asked

    __bool__ = __str__ = __format__ = _refuse
    __eq__ = __ne__ = __hash__ = _refuse


@dataclass(frozen=True, eq=False)
class Slot(_Unknown):
    """The place of one value on a page: what `tell` makes of the field's value stands there."""

    number: int
    field: str
    # Which of several dates it is.
    turn: int | None
    tell: Callable[[Any], str]
    lines: int = 1

    def on(self, lines: int) -> "Slot":
        """The same place, in a box of so many lines."""
        return replace(self, lines=lines)

    def value(self, values: Mapping[str, Any]) -> Any:
        """Which of a person's values is told there."""
        value: Any = values.get(self.field)
        return value if self.turn is None else value[self.turn]

    def __html__(self) -> str:
        mark = f"{BEGIN}{_LETTERS[self.number // 26]}{_LETTERS[self.number % 26]}"
        return "\n".join(f"{mark}{_LETTERS[line]}" for line in range(self.lines))


@dataclass(frozen=True, eq=False)
class Blank(_Unknown):
    """One value that is not known; each way to tell it has its own place, which joins `slots`."""

    slots: list[Slot]
    field: str
    turn: int | None = None

    def told(self, tell: Callable[[Any], str]) -> Slot:
        """Its place, told in this way."""
        slot = Slot(len(self.slots), self.field, self.turn, tell)
        self.slots.append(slot)
        return slot


def told(value: Any, tell: Callable[[Any], str]) -> str | Slot:
    """What `tell` makes of a value; of one that is not known, its place."""
    return value.told(tell) if isinstance(value, Blank) else tell(value)


def known(values: Mapping[str, Any]) -> Iterator[Any]:
    """Those of a person's values that are no blanks."""
    for value in values.values():
        several = value if isinstance(value, tuple) else (value,)
        if not any(isinstance(one, Blank) for one in several):
            yield value


def found(text: str) -> tuple[int, int] | None:
    """The number of the place that is marked in the text, and the line."""
    mark = MARK.fullmatch(text)
    if mark is None:
        return None
    first, second, line = map(_LETTERS.index, (mark[1] + mark[2]).lower())
    return 26 * first + second, line
