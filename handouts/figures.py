"""Figures drawn from data: where every shape stands. Templates place them; lengths are points."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handouts import sections
from handouts.sections import Timeline

#: One person in a cell of 10 by 10: a head and shoulders.
_PERSON = (
    "m3.25 2.9a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0z"
    "m-1.65 6.1c0-2.6 1.3-4 3.4-4s3.4 1.4 3.4 4z"
)
_ROW = 10
#: The width of an icon array in points.
CROWD = 102.0


@dataclass(frozen=True)
class People:
    """An icon array of 10 a row: the SVG path of those who had the outcome, and of the others.

    `height` is in the cells' own units, 100 of which are the width; `points` is it on the page.
    """

    with_outcome: str
    without: str
    height: int
    points: float


def people(count: int, out_of: int) -> People:
    """`count` of `out_of` people, filled from the top left, in cells of 10 by 10."""
    cells = [_cell(i) for i in range(out_of)]
    height = -(-out_of // _ROW) * 10
    return People("".join(cells[:count]), "".join(cells[count:]), height, height * CROWD / 100)


def _cell(i: int) -> str:
    return f"M{i % _ROW * 10} {i // _ROW * 10}{_PERSON}"


@dataclass(frozen=True)
class Stop:
    """A week of the schedule, `x` points from the left, with the day squares that stand there.

    `box` is how wide a box to write in may be before the next stop.
    """

    week: int
    x: float
    box: float
    squares: tuple["Square", ...]


@dataclass(frozen=True)
class Square:
    """One day of treatment; one that some people do not need is drawn with a broken line."""

    x: float
    certain: bool


@dataclass(frozen=True)
class Schedule:
    """The line of a timeline: its stops, where it is broken from and to, and the whole width."""

    stops: tuple[Stop, ...]
    solid_to: float
    broken_to: float
    width: float


_SQUARE = 9.0
_LEAST_GAP = 76.0


def schedule(timeline: Timeline, *, width: float) -> Schedule:
    """The timeline on a line of that width in points, to scale where the labels have room."""
    weeks, after = [stop.week for stop in timeline.weeks], timeline.then_every
    ends = [*weeks[1:], weeks[-1] + after] if after else weeks[1:]
    # The last label needs room too, whether or not the schedule goes on.
    room = width - _LEAST_GAP
    marks = [0.0, *((week - weeks[0]) / (ends[-1] - weeks[0]) * room for week in ends)]
    if any(b - a < _LEAST_GAP for a, b in pairwise(marks)):
        marks = [i * room / max(len(marks) - 1, 1) for i in range(len(marks))]
    stops = tuple(
        Stop(stop.week, round(x, 2), round(min(end - x, 90.0) - 8, 2), _squares(timeline, stop))
        for stop, x, end in zip(timeline.weeks, marks, [*marks[1:], width], strict=False)
    )
    certain = [
        stop.x for stop, known in zip(stops, timeline.weeks, strict=True) if not known.sometimes
    ]
    if after:
        return Schedule(stops, round(marks[-1], 2), width, width)
    if len(certain) < len(stops):
        return Schedule(stops, max(certain, default=0.0), stops[-1].x, width)
    return Schedule(stops, width, width, width)


def _squares(
    timeline: Timeline, stop: sections.Stop, *, first: float = 1, apart: float = _SQUARE
) -> tuple[Square, ...]:
    least, most = timeline.days or (1, 1)
    sure = 0 if stop.sometimes else least
    return tuple(Square(i * apart + first, i < sure) for i in range(most))


@dataclass(frozen=True)
class Step:
    """A stop `y` points from the top: its day squares, its label, and the words below it."""

    y: float
    squares: tuple[Square, ...]
    label: str
    below: str


@dataclass(frozen=True)
class Ladder:
    """A timeline from top to bottom; all lengths are points.

    The line is broken from `solid_to` to `broken_to`; words begin at `text_x`, boxes at `box_x`.
    """

    steps: tuple[Step, ...]
    solid_to: float
    broken_to: float
    text_x: float
    box_x: float
    box_width: float
    width: float
    height: float


# The height of a step, of one with words below its label, and of the room for a label on top; how
# far squares stand apart and from the left; the width of a box to write in.
_STEP, _TALL_STEP, _TOP = 42.0, 58.0, 26.0
_BIG_SQUARE, _FIRST_SQUARE = 16.0, 20.0
_BOX = 120.0


def ladder(
    timeline: Timeline, labels: Sequence[tuple[str, str]], then: tuple[str, str], *, width: float
) -> Ladder:
    """The timeline with these labels, and words below them, from top to bottom in that width."""
    most = (timeline.days or (1, 1))[1]
    y, steps, ends = _TOP, list[Step](), list[float]()
    for stop, (label, below) in zip(timeline.weeks, labels, strict=True):
        squares = _squares(timeline, stop, first=_FIRST_SQUARE, apart=_BIG_SQUARE)
        steps.append(Step(y, squares, label, below))
        ends += [y + _MIDDLE] if not stop.sometimes else []
        y += _TALL_STEP if below else _STEP
    if then[0]:
        steps.append(Step(y, (), *then))
        ends.append(y + _MIDDLE)
        y += _TALL_STEP
    text_x = _FIRST_SQUARE + most * _BIG_SQUARE + 6
    solid = max(ends, default=0.0)
    broken = y if then[0] else steps[-1].y + _MIDDLE
    return Ladder(tuple(steps), solid, broken, text_x, width - _BOX, _BOX - 1, width, y)


# Where in a step the line meets it.
_MIDDLE = 14.0
