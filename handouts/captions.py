"""What the figures of a text show, in words, and the labels that stand in them."""

from itertools import pairwise

from handouts import figures
from handouts.language import Language
from handouts.sections import Arm, Chances, Timeline


def chances_alt(arm: Arm, section: Chances, language: Language) -> str:
    """What an icon array shows, in words."""
    return language.say(
        "chances_alt",
        count=arm.count,
        arm=arm.label,
        outcome=section.outcome,
        out_of=section.out_of,
        weeks=section.weeks,
        people=section.people,
    )


# What "2 to 5 days" takes below a stop, in points.
_LEAST = 56.0
# The small print of a booklet.
_BOOK = 11.0


class TimelineView:
    """A timeline's drawing, its labels, and what it shows in words.

    `width` is the room that it has and `small` the size of the words below its stops, in points.
    """

    def __init__(
        self, section: Timeline, language: Language, *, width: float, small: float
    ) -> None:
        self.small = small
        # The words of a stop stand out from those below it where there is room.
        self.large = 12.0 if small < _BOOK else small
        self.line = figures.schedule(section, width=width)
        self.days = _days(section, language)
        self.labels = [stop.label or _week(stop.week, language) for stop in section.weeks]
        self.below = [stop.below or self.days for stop in section.weeks]
        xs = [stop.x for stop in self.line.stops]
        if min((b - a for a, b in pairwise(xs)), default=_LEAST) < _LEAST:
            # No room to say the same below each.
            self.below[1:] = ["" if words == self.days else words for words in self.below[1:]]
        self.then = language.say("timeline_then") if section.then_every else ""
        self.every = (
            language.say("timeline_every", weeks=section.then_every) if section.then_every else ""
        )
        self.ladder = figures.ladder(
            section,
            [
                (label, stop.below or self.days)
                for label, stop in zip(self.labels, section.weeks, strict=True)
            ],
            (self.then, self.every),
            width=width,
        )
        stops = ", ".join(
            f"{label} ({stop.below})" if stop.below else label
            for label, stop in zip(self.labels, section.weeks, strict=True)
        )
        self.alt = f"{section.caption}: " + (
            language.say("timeline_alt", stops=stops, weeks=section.then_every, days=self.days)
            if section.then_every and self.days
            else language.say(
                "timeline_alt_plain", stops=", ".join(filter(None, [stops, self.every]))
            )
        )


def _days(section: Timeline, language: Language) -> str:
    if not section.days:
        return ""
    least, most = section.days
    key = "timeline_days_same" if least == most else "timeline_days"
    return language.say(key, least=least, most=most)


def _week(week: int, language: Language) -> str:
    return language.say("timeline_week", week=week) if week else language.say("timeline_start")
