"""A chance in numbers has words or a picture beside it.

Numbers alone are hard to judge, and words alone mean something else to everybody; together they are
understood. Counted is each "42 of 100" in a section that holds no word of the scale, which is
`scale` in data/wording: rare, common, few, about half, most. In the main message and the facts at a
glance the word must stand in the same statement. A section of kind `chances` has its picture. Only
English text is looked at.

Say how common it is: "Headache is common: about 42 of 100 people had one." Where a neighbour of
another section says it, accept the finding by its statement.
"""

from collections.abc import Iterator

from handouts.checks.chances import figures
from handouts.checks.finding import Finding
from handouts.checks.sheet import Passage, Sheet
from handouts.checks.words import one_of
from handouts.sections import Chances

RULE = "number-words"
STANDARD = "S43"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each statement with a chance that no word or picture stands beside."""
    if sheet.language != "en":
        return
    scale = one_of(sheet.wording.scale)
    for passage in sheet.said:
        chances = [
            figure for figure, _, whole in figures(passage.words, sheet.wording) if whole == 100
        ]
        if not chances or isinstance(passage.section, Chances):
            continue
        if not any(scale.search(near.words) for near in _near(passage, sheet)):
            message = f"`{chances[0]}` has no words beside it"
            hint = "say how common it is: rare, common, few, about half, most"
            yield passage.finding(RULE, "warning", message, hint)


def _near(passage: Passage, sheet: Sheet) -> Iterator[Passage]:
    """The passage itself, and the others of its section."""
    yield passage
    if passage.section:
        yield from (other for other in sheet.passages if other.section is passage.section)
