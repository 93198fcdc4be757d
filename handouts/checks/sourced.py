"""Each number is said by a statement with its source.

Statements carry their sources; titles, headings, captions, labels and figures do not. So a number
among these has to be said by a statement as well: in the same section, or anywhere in the text for
its title and its table at a glance. The counts, the weeks and the people of a figure of chances
stand together in one statement of its section. How often a schedule goes on, for how many days, and
each of its weeks that does not follow from these, is said somewhere in the text.

Add the number to a statement whose source says it, or take it out.
"""

import re
from collections.abc import Iterator, Sequence

from handouts.checks.finding import Finding
from handouts.checks.sheet import Passage, Sheet
from handouts.problems import Place
from handouts.sections import Chances, Section, Timeline

RULE = "sourced"
STANDARD = "S99"

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_HINT = "say it in a statement with its source, or take it out"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each number that no statement says."""
    for passage in sheet.passages:
        if not passage.said_by and (shown := _numbers([passage])):
            said = _numbers(_beside(sheet, passage.section))
            for number in sorted(shown - said, key=passage.words.find):
                yield passage.finding(RULE, "error", f"no statement here says `{number}`", _HINT)
    for i, section in enumerate(sheet.whole.sections):
        if section.on(sheet.day):
            yield from _figure(sheet, section, i)


def _figure(sheet: Sheet, section: Section, i: int) -> Iterator[Finding]:
    match section:
        case Chances():
            yield from _chances(sheet, section, i)
        case Timeline():
            yield from _timeline(sheet, section, i)


def _chances(sheet: Sheet, section: Chances, i: int) -> Iterator[Finding]:
    """What no single statement says of the numbers that belong together."""
    drawn: list[tuple[tuple[str | int, ...], int]] = [
        (("weeks",), section.weeks),
        (("people",), section.people),
        *((("arms", arm, "count"), each.count) for arm, each in enumerate(section.arms)),
    ]
    said = [_numbers([passage]) for passage in _beside(sheet, section)]
    best = max(said, key=lambda numbers: sum(_told(n) in numbers for _, n in drawn), default=set())
    for loc, number in drawn:
        if _told(number) not in best:
            message = f"the figure's `{number}` is not in the statement that says the others"
            yield Finding(RULE, "error", sheet.place("sections", i, *loc), message, _HINT)


def _timeline(sheet: Sheet, section: Timeline, i: int) -> Iterator[Finding]:
    said = _numbers(sheet.said)
    weeks = {stop.week for stop in section.weeks}
    for key, numbers in (
        ("then_every", [section.then_every] if section.then_every else []),
        ("days", list(section.days)),
        # A week follows where one stands that it comes after in the same step.
        ("weeks", sorted(week for week in weeks if week - (section.then_every or 0) not in weeks)),
    ):
        for number in numbers:
            if number and _told(number) not in said:
                message = f"no statement of the text says the schedule's `{number}`"
                yield Finding(RULE, "error", _place(sheet, i, key), message, _HINT)


def _place(sheet: Sheet, i: int, key: str) -> Place:
    return sheet.place("sections", i, key)


def _beside(sheet: Sheet, section: Section | None) -> Sequence[Passage]:
    """What is said in that section; in the whole text, where there is none."""
    if section is None:
        return sheet.said
    return [said for said in sheet.said if said.section and said.section.id == section.id]


def _numbers(passages: Sequence[Passage]) -> set[str]:
    return {number for passage in passages for number in _NUMBER.findall(passage.words)}


def _told(number: int) -> str:
    """A number as a statement writes it."""
    return f"{number:,}"
