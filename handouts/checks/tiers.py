"""No warning sign stands in two tiers.

A reader who finds chest pain under "Call 911" and under "Call in office hours" does not know which
to do. Two signs are the same where two words that carry meaning stand side by side in both, in any
order: chest pain, pain in the chest; and where both say all the same: a fever. Words that carry no
meaning are `small_words` in data/wording; of `same_signs` there, two words tell the same: swollen,
swelling. The `degrees` there part signs: a bad headache now, a mild one in office hours; so do
"with" and "no". What stands behind words such as where, that and if only counts where all the rest
is the same too. One word of a longer sign is let be: trouble breathing is not trouble swallowing.
Only English text is looked at.

Keep the sign in the tier that is sooner, or say in what it differs. Two signs that only sound alike
are accepted by the statement of the later tier.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.model import Wording
from handouts.sections import Warnings

RULE = "tiers"
STANDARD = "S62"

_CLAUSES = re.compile(r"\.(?!\d)|[;:()?!]")
_ENTRIES = re.compile(r",(?:\s*(?:and|or)\b)?")
_PARTS = re.compile(r"\b(?:and|or)\b")
_TAIL = re.compile(r"\b(?:where|when|while|that|which|after|before|during|if)\b")
_NOT = re.compile(r"\b(?:no|not|without)\b")
# With these a word is no sign of its own, and they may belong to a whole list: pain, or swelling
# in one leg.
_BOUND = re.compile(rf"\b(?:of|in|on|at|with|from|for|to)\b|{_TAIL.pattern}|{_NOT.pattern}")
_WORD = re.compile(r"[^\W_][\w.'’-]*")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|(?<!s)s|e)$")


@dataclass(frozen=True)
class Sign:
    """Words side by side or in one piece, how bad what they tell is, and if they deny it."""

    told: tuple[str, ...]
    stems: frozenset[str]
    degrees: frozenset[str]
    denied: bool

    def same(self, other: "Sign") -> bool:
        """Whether both name the same thing, and not two degrees of it."""
        alike = self.stems == other.stems and self.denied == other.denied
        degrees = self.degrees, other.degrees
        return alike and (not all(degrees) or bool(self.degrees & other.degrees))


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each sign that an earlier tier holds already."""
    if sheet.language != "en":
        return
    earlier: list[tuple[Sign, str]] = []
    for passage in sheet.said:
        if isinstance(passage.section, Warnings) and passage.group != "margin":
            signs = list(_signs(passage.words.lower(), sheet.wording))
            for sign, tier in _told_before(signs, earlier, passage.group):
                message = f"`{' '.join(sign.told)}` stands under `{tier}` too"
                yield passage.finding(RULE, "error", message, "keep each sign in one tier")
            earlier += [(sign, passage.group) for sign in signs]


def _told_before(
    signs: Iterable[Sign], earlier: Sequence[tuple[Sign, str]], group: str
) -> Iterable[tuple[Sign, str]]:
    """Each of the signs that another tier has told already, once, and that tier."""
    told = {
        sign.stems: (sign, tier)
        for sign in signs
        for one, tier in reversed(earlier)
        if tier != group and sign.same(one)
    }
    return told.values()


def _signs(words: str, wording: Wording) -> Iterator[Sign]:
    for clause in _CLAUSES.split(words):
        entries = [entry.strip() for entry in _ENTRIES.split(clause)]
        for entry in entries:
            head = _TAIL.split(entry)[0]
            for part in _PARTS.split(head):
                for pair in pairwise(_bearing(part, wording)):
                    yield _sign(pair, part, entry.removeprefix(head), wording)
            told = tuple(_bearing(entry, wording))
            bound = _BOUND.search(entry) or _BOUND.search(entries[-1])
            if told and not _BOUND.match(entry) and (len(told) > 1 or not bound):
                yield _sign(told, entry, "", wording)


def _bearing(part: str, wording: Wording) -> Iterator[str]:
    """The words that carry meaning."""
    return (
        word
        for word in map(_bare, _WORD.findall(part))
        if word not in wording.small_words and word not in wording.degrees
    )


def _bare(word: str) -> str:
    return word.rstrip(".'’-")


def _sign(told: tuple[str, ...], part: str, tail: str, wording: Wording) -> Sign:
    """The sign of these words; its tail tells how bad it is, and denies no more than itself."""
    same = (wording.same_signs.get(word, word) for word in told)
    words = map(_bare, _WORD.findall(f"{part} {tail}"))
    degrees = {wording.degrees[word] for word in words if word in wording.degrees}
    stems = frozenset(_ENDING.sub("", word) for word in same)
    return Sign(told, stems, frozenset(degrees), bool(_NOT.search(part)))
