"""Figures drawn from data: where every shape stands. Templates place them; lengths are points."""

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


def _squares(timeline: Timeline, stop: sections.Stop) -> tuple[Square, ...]:
    least, most = timeline.days or (1, 1)
    sure = 0 if stop.sometimes else least
    return tuple(Square(i * _SQUARE + 1, i < sure) for i in range(most))
