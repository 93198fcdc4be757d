"""A chance is told as "about N out of 100", with the same 100 all through.

Most people cannot weigh 8 of 19 against 79%; the same number of people each time lets them compare.
Found are counts out of another number than 100 or in words, and percents and parts (a third) that
tell a chance. They do so where people are behind them (79% of people), what people did or got (79%
felt better), or a word of chance (a 20% risk; helped 79%): `people`, `outcomes`, `improvements` and
`chances` of data/wording. Any other percent is a share of something else, such as a strength (a 1%
cream), money (20% of the bill) or a name that `brands` or `names` know (Octagam 10%). So a bare
"Headache: 42%" is not found. Nor is what is only counted on (page 1 of 2; `numbered`), or a score
out of 10 that no people are behind. Only English text is looked at.

Write "about 79 out of 100". The small count of a study that is named, such as 8 of 19, would
promise more than it holds as 42 out of 100: accept it by its statement.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from handouts.checks.chances import RELATIVE, SPELLED, figures
from handouts.checks.finding import Finding
from handouts.checks.reading_ease import sentences
from handouts.checks.sheet import Sheet
from handouts.checks.words import one_of
from handouts.model import Wording

RULE = "chance-format"
STANDARD = "S40"

# What all of them hold, found fast.
_MAYBE = re.compile(r" of | per |%|cent\b|pct\b|third|quarter|fifth|tenth", re.IGNORECASE)

_NUMBER = rf"(?:\d[\d.,]*|{SPELLED})"
_PERCENT = r"[ -]?(?:%|(?:percent|per cent|pct)\b)"
_SHARE = re.compile(
    rf"(?<![\w.,])(?:({_NUMBER}(?:(?: ?[-–] ?| to ){_NUMBER})?){_PERCENT}"
    r"|(?:a|one|two|three|four)[ -](?:third|quarter|fifth|tenth)s?\b)",
    re.IGNORECASE,
)
# What may stand between a word of chance and its percent: the risk is about 20%.
_LINK = (
    r"(?: ?[:(]| (?:is|was|were|of|in|for|by|about|only|nearly|almost|over|up to|than|some|all))"
)

_ADVERB = r"(?:\w+ly|still|also|may|might|will|can|could)"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each chance that is not out of 100."""
    if sheet.language != "en":
        return
    telling = _Telling.by(sheet.wording)
    for passage in sheet.passages:
        for sentence in sentences(passage.words) if _MAYBE.search(passage.words) else ():
            for message, hint in telling.wrong(sentence, sheet.wording):
                yield passage.finding(RULE, "error", message, hint)


@dataclass(frozen=True)
class _Telling:
    """How English tells a chance, by the words of a wording."""

    names: re.Pattern[str]
    people: re.Pattern[str]
    # One out of ten, two of six people, 39 per 100 people.
    counted: re.Pattern[str]
    # What stands before a chance and behind it.
    before: re.Pattern[str]
    behind: re.Pattern[str]

    @classmethod
    def by(cls, wording: Wording) -> Self:
        """The patterns that these words make."""
        names = one_of({*wording.brands, *wording.brands.values(), *wording.names}).pattern
        people = one_of(wording.people).pattern
        # 20% of the cost for most patients is money.
        of_people = rf"of (?:(?!{one_of(wording.money).pattern})\S+ ){{0,4}}?{people}"
        came = one_of({*wording.outcomes, *wording.improvements}).pattern
        chance = one_of(wording.chances).pattern
        better = one_of({*wording.improvements, *wording.chances}).pattern
        ways = (
            rf" {people}",
            rf"\b{SPELLED} (?:out of|of(?= {SPELLED} {people})) (?:every )?(?:{SPELLED}\b|\d+)"
            rf"|(?<![\w.,])(?:{SPELLED}|\d[\d.,]*) per (?:{SPELLED}|\d[\d,]*) {people}",
            rf"{better}(?:[^.;,]*?{_LINK})?(?: {_LINK.strip()})* ?$",
            rf" (?:{of_people}|(?:of (?:them|us) )?(?:{_ADVERB} )?{came}|{chance})",
        )
        return cls(
            re.compile(rf"{names}(?: \d[\d.]* ?%)?", re.IGNORECASE),
            *(re.compile(way, re.IGNORECASE) for way in ways),
        )

    def wrong(self, sentence: str, wording: Wording) -> Iterator[tuple[str, str]]:
        """A message and a hint for each chance of the sentence that is not out of 100."""
        for figure, _, whole in figures(sentence, wording):
            around = sentence.split(figure, 1)
            scored = whole == 10 and not (self.people.match(around[1]) or self._is_chance(*around))
            if whole != 100 and not scored:
                hint = "write about N out of 100; accept the small count of a study that is named"
                yield f"`{figure}` is not out of 100", hint
        for counted in self.counted.finditer(sentence):
            yield f"`{counted[0]}` is not N out of 100 in figures", "write about N out of 100"
        unnamed = RELATIVE.sub("", self.names.sub("", sentence))
        for share in _SHARE.finditer(unnamed):
            if self._is_chance(unnamed[: share.start()], unnamed[share.end() :]):
                form = "in percent" if share[1] else "as a part"
                yield f"`{share[0]}` is a chance {form}", _hint(share[1] or "")

    def _is_chance(self, before: str, behind: str) -> bool:
        return bool(
            self.behind.match(behind)
            or (not behind.startswith(" of ") and self.before.search(before))
        )


def _hint(number: str) -> str:
    if not number[:1].isdigit():
        return "write about N out of 100"
    if number in ("0", "100"):
        return "say how many people out of 100 it was"
    return f"write about {number} out of 100"
