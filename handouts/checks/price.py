"""A price says when it expires.

A price is true for a year at most, and a sheet lies in a drawer for longer. A statement with an
amount of money needs `expires`: after that day it is left out. So does a figure that is told for
one year beside a word of `money` in data/wording, such as "you pay 2,100 in 2026". A title, a
heading or a label cannot expire and holds no price at all.

Add `expires`, with the last day on which the price is sure.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.phrases import literal, possible, whole
from handouts.checks.reading_ease import sentences
from handouts.checks.sheet import Passage, Sheet, plain
from handouts.statements import Statement

RULE = "price"
STANDARD = "S47"

_MONEY = re.compile(r"[$€£]\s?\d[\d,.]*\d|[$€£]\s?\d|\b\d[\d,.]*\s?(?:dollars?|cents|USD)\b")
_YEAR = re.compile(r"(?<!since )\b(20\d\d)\b")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each price that does not expire."""
    read = [passage.words for passage in sheet.passages]
    paying = whole(map(literal, possible(sheet.wording.money, read)))
    for statement in sheet.whole.statements():
        if not (statement.expires or statement.staff_only):
            words = plain(statement.text)
            passage = Passage(words, sheet.place_of(statement), statement)
            yield from _priced(paying, passage, "add `expires`, its last sure day")
    for passage in sheet.passages:
        if not isinstance(passage.said_by, Statement):
            yield from _priced(paying, passage, "put it into a statement that `expires`")


def _priced(paying: re.Pattern[str], passage: Passage, hint: str) -> Iterator[Finding]:
    if _FIGURE.search(passage.words) and (price := _price(passage.words, paying)):
        yield passage.finding(RULE, "error", f"`{price}` does not expire", hint)


def _price(words: str, paying: re.Pattern[str]) -> str:
    """The first amount of money, or figure about paying in one year; "" where there is none."""
    if money := _MONEY.search(words):
        return money[0]
    for sentence in sentences(words) if paying.search(words) else ():
        year = _YEAR.search(sentence)
        others = [figure for figure in _FIGURE.findall(sentence) if year and figure != year[1]]
        if year and others and paying.search(sentence):
            return f"{others[0]} {year[0]}"
    return ""
