"""No warning sign stands in two tiers.

A reader who finds chest pain under "Call 911" and under "Call in office hours" does not know which
to do. Two signs are the same where two words that carry meaning stand side by side in both, in any
order: chest pain, pain in the chest. Words that carry none are `small_words` in data/wording; words
of `degrees` there part signs: a bad headache now, a mild one in office hours. One word alone is let
be: trouble breathing is not trouble swallowing. Only English text is looked at.

Keep the sign in the tier that is sooner, or say in what it differs. Two signs that only sound alike
are accepted by the statement of the later tier.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.model import Wording
from handouts.sections import Warnings

RULE = "tiers"
STANDARD = "S62"

_PARTS = re.compile(r"[.,;:()?!]|\b(?:and|or)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")

# Two words side by side, and how bad what they tell is.
Sign = tuple[frozenset[str], frozenset[str]]


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each sign that an earlier tier holds already."""
    if sheet.language != "en":
        return
    told: list[tuple[Sign, str]] = []
    for passage in sheet.said:
        if isinstance(passage.section, Warnings) and passage.group != "margin":
            for sign in _signs(passage.words, sheet.wording):
                tiers = [
                    tier for other, tier in told if tier != passage.group and _same(sign, other)
                ]
                if tiers:
                    message = f"`{' '.join(sorted(sign[0]))}` stands under `{tiers[0]}` too"
                    yield passage.finding(RULE, "error", message, "keep each sign in one tier")
                told.append((sign, passage.group))


def _signs(words: str, wording: Wording) -> Iterator[Sign]:
    small, degrees = set(wording.small_words), set(wording.degrees)
    for part in _PARTS.split(words.lower()):
        in_order = [word for word in _WORD.findall(part) if word not in small]
        degree = frozenset(degrees.intersection(in_order))
        for pair in pairwise(word for word in in_order if word not in degrees):
            yield frozenset(pair), degree


def _same(one: Sign, other: Sign) -> bool:
    """Whether they name the same thing and not two degrees of it."""
    return one[0] == other[0] and (not one[1] or not other[1] or bool(one[1] & other[1]))
