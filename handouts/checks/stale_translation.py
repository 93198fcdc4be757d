"""A translation is made from the English as it is now.

Who changes the English changes what the translation should say. Until somebody has looked, it
prints as a draft. `made_from` holds what stands for the English that the translation was made from:
all that it says, but its version, its review and its sources.

Bring the translation up to date, and write `made_from` as the hint says. Where the English was
signed, `handouts review` shows what has changed in it since.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.translation import original, state_of

RULE = "stale-translation"
STANDARD = "S70"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where the English is another one, or nobody has written which it was."""
    english = original(sheet.library, sheet.whole)
    if english is None:
        return
    now, told = state_of(sheet.library, english), sheet.whole.made_from
    if told == now:
        return
    message = "the English has changed since this was translated, so that it prints as a draft"
    if told is None:
        message = "nobody says which English this was translated from: it prints as a draft"
    place = sheet.place("made_from" if told else "language")
    yield Finding(RULE, "warning", place, message, f"bring it up to date; then `made_from: {now}`")
