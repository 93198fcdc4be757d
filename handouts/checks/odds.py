"""No chance is told as odds or as a share of another risk.

Many take 1 in 200 for more than 1 in 25, since 200 is more than 25; and "twice as likely" says
nothing to somebody who does not know how likely it was before. Found are "1 in 5", "one person in
five", "50% lower", "by 20%", and the phrases of `relative_risks` in data/wording, in English in
each form of their words. Times, years and money are none. In other languages than English only the
phrases are looked for.

Write "about 20 out of 100"; of two risks, write both. Vetted wording that has to stand is accepted
by its statement.
"""

import re
from collections.abc import Iterator

from handouts.checks.chances import RELATIVE, SPELLED, of_money
from handouts.checks.finding import Finding
from handouts.checks.phrases import inflected, possible, spanning, whole
from handouts.checks.reading_ease import sentences
from handouts.checks.sheet import Sheet
from handouts.checks.words import one_of
from handouts.model import Wording

RULE = "odds"
STANDARD = "S41"

# What all of them hold, found fast.
_MAYBE = re.compile(r"[ -]in[ -]| of (?:every|each) |\d:\d|%|cent\b|fold\b|\d ?[x×] ")

_BOTH = "write both chances as about N out of 100"

# Not a year, and no time: $283 in 2026, day 1 in 4 weeks.
_OF_HOW_MANY = (
    rf"(?:(?!(?:19|20)\d\d\b)\d[\d,]*\d|\d|{SPELLED})\b(?! (?:minute|hour|day|week|month|year))"
)


def _odds(wording: Wording) -> re.Pattern[str]:
    """1 in 5, one person in five, 1-in-5, one of every five, 1:1,000, 1:5 people."""
    who = one_of(wording.people).pattern
    return re.compile(
        rf"(?<![\w.,$:-])(?:\d[\d,]*|{SPELLED})(?: {who})?[ -]in[ -](?:every |each )?{_OF_HOW_MANY}"
        rf"|\b{SPELLED}(?: {who})? of (?:every|each) {_OF_HOW_MANY}"
        rf"|(?<![\w.,:])(?:1:\d[\d,]{{2,}}|\d+:\d[\d,]*(?= {who}))",
        re.IGNORECASE,
    )


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each chance told as odds, and for each risk told only by another."""
    as_written = inflected if sheet.language == "en" else spanning
    phrases = whole(map(as_written, possible(sheet.wording.relative_risks, sheet.flat)))
    odds = _odds(sheet.wording)
    for passage in sheet.passages:
        for found in phrases.finditer(passage.words):
            yield passage.finding(RULE, "error", f"`{found[0]}` tells no chance", _BOTH)
        if sheet.language == "en" and _MAYBE.search(passage.words):
            for found in odds.finditer(passage.words):
                message = f"`{found[0]}` tells a chance as odds"
                yield passage.finding(RULE, "error", message, "write about N out of 100")
            for share in _shares(passage.words, sheet.wording):
                yield passage.finding(RULE, "error", f"`{share}` tells no chance", _BOTH)


def _shares(words: str, wording: Wording) -> Iterator[str]:
    """Each risk told as a share of another; a share of money is none."""
    if RELATIVE.search(words):
        for sentence in sentences(words):
            for found in RELATIVE.finditer(sentence):
                if not of_money(sentence, wording):
                    yield found[0]
