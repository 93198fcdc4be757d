"""What a text must not say, it does not say.

`never_print` of a text lists words that would mislead its readers. They are looked for in all that
a patient reads, titles and labels too, as whole words and whatever their capitals. With `unless`, a
statement may say them when it says all of those words as well.

Reword the statement. A phrase that promises in any text belongs into `promises` of data/wording.
"""

from collections.abc import Iterator, Sequence

from handouts.checks.finding import Finding
from handouts.checks.phrases import flat, says
from handouts.checks.sheet import Sheet

RULE = "never-print"
STANDARD = "S101"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each passage that says such words, at the passage."""
    passages = [(passage, flat(passage.words)) for passage in sheet.passages]
    for never in sheet.text.never_print:
        for passage, words in passages:
            if says(words, flat(never.phrase)) and not _fair(words, never.unless):
                needed = f", unless it also says `{'` and `'.join(never.unless)}`"
                never_says = f"`{sheet.text.id}` never says `{never.phrase}`"
                message = f"{never_says}{needed if never.unless else ''}"
                yield passage.finding(RULE, "error", message, "say it in other words")


def _fair(words: str, unless: Sequence[str]) -> bool:
    return bool(unless) and all(says(words, flat(phrase)) for phrase in unless)
