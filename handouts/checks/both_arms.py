"""A result of a study shows both groups, the time and the number of people.

"79 out of 100 got better" sounds like the medicine's work, until one reads that 44 out of 100 got
better without it. A paragraph that says how many people did better has to say how many did in the
other group, after how long, and how many took part. What tells that they did is `improvements` in
data/wording, in the sentence with the number or the one before it: a clinic adds its own there,
such as "clear skin" or "less itch". What tells of the other group is `comparisons`. A section of
kind `chances` shows all of it in its figure: its own numbers need no more. The number of a side
effect is only asked for the other group, in a warning, where it comes from a study (`studies`): a
harm told alone may frighten, but it sells nothing. Only English text is looked at.

Write it as data/treatments/ivig does in `main-result`. Where a study had no other group, let the
text say that we cannot be sure of the cause, and accept the finding by the first statement of the
paragraph that tells a result.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from handouts.checks.chances import figures
from handouts.checks.finding import Finding
from handouts.checks.reading_ease import sentences
from handouts.checks.sheet import Passage, Sheet
from handouts.checks.words import one_of, paragraphs
from handouts.model import Wording
from handouts.sections import Chances

RULE = "both-arms"
STANDARD = "S42"

# After 16 weeks, by week 16; every 4 weeks tells no time of a result.
_TIME = re.compile(
    r"(?<!every )(?<!each )(?<!weeks )\b\d+ (?:hour|day|week|month|year)s?\b"
    r"|\b(?:week|month|year) \d+",
    re.IGNORECASE,
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each paragraph with a result that tells only a part of it."""
    if sheet.language != "en":
        return
    for paragraph in paragraphs(sheet):
        results = [passage for passage in paragraph if _unshown(passage, sheet.wording)]
        words = " ".join(passage.words for passage in paragraph)
        helped = [passage for passage in results if _helped(passage, words, sheet.wording)]
        if helped and (missing := _missing(words, sheet.wording)):
            message = f"a result without {' and '.join(missing)}"
            hint = "say how many of each group, after how long, and how many people took part"
            yield helped[0].finding(RULE, "error", message, hint)
        elif results and not helped and _one_sided(words, sheet.wording):
            message = "a number of a study without the other group"
            hint = "say how many it was without the medicine, or accept this"
            yield results[0].finding(RULE, "warning", message, hint)


def _unshown(passage: Passage, wording: Wording) -> bool:
    """Whether it tells a figure that no icon array in its section shows."""
    found = [(count, whole) for _, count, whole in figures(passage.words, wording)]
    section = passage.section
    if isinstance(section, Chances):
        shown = {(arm.count, section.out_of) for arm in section.arms}
        found = [figure for figure in found if figure not in shown]
    return bool(found)


def _helped(passage: Passage, words: str, wording: Wording) -> bool:
    """Whether a sentence of the passage tells a figure, and it or the one before that it helped."""
    better, own = one_of(wording.improvements), sentences(passage.words)
    return any(
        sentence in own
        and any(figures(sentence, wording))
        and better.search(f"{before} {sentence}")
        for before, sentence in pairwise(["", *sentences(words)])
    )


def _missing(words: str, wording: Wording) -> Sequence[str]:
    found = list(figures(words, wording))
    other = one_of(wording.comparisons).search(words)
    counted = words
    for figure, _, _ in found:
        counted = counted.replace(figure, "")
    who = one_of(wording.people).pattern
    people = re.search(rf"\d (?:\w+ ){{0,2}}{who}", counted, re.IGNORECASE)
    parts = {
        "the other group": len(found) > 1 and other,
        "the time": _TIME.search(words),
        "the number of people": people or any(whole != 100 for _, _, whole in found),
    }
    return [part for part, there in parts.items() if not there]


def _one_sided(words: str, wording: Wording) -> bool:
    def tells(of: Sequence[str]) -> bool:
        return bool(one_of(of).search(words))

    return tells(wording.studies) and not tells(wording.comparisons)
