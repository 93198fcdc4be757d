"""A price says when it expires.

A price is true for a year at most, and a sheet lies in a drawer for longer. A statement with an
amount of money needs `expires`: after that day it is left out. So does a figure that is told for
one year beside a word of `money` in data/wording, such as "you pay 2,100 in 2026". A title, a
heading or a label cannot expire and holds no price at all, nor does the main message, or a
statement of a table, of programs that help to pay or of when to call. Amounts in words, such as 40
dollars, are looked for in English.

Add `expires`, with the last day on which the price is sure. What cannot expire leaves its price to
a section of prose or a list.
"""

import re
from collections.abc import Iterator

from handouts.checks.chances import SPELLED
from handouts.checks.finding import Finding
from handouts.checks.phrases import literal, possible, whole
from handouts.checks.reading_ease import sentences
from handouts.checks.sheet import Passage, Sheet, plain
from handouts.checks.words import lasting
from handouts.statements import Statement

RULE = "price"
STANDARD = "S47"

_AMOUNT = r"\d(?:[\d,.]*\d)?"
_CODE = "(?:USD|CAD|AUD|EUR|GBP|CHF)"
_MONEY = re.compile(
    rf"(?:[$€£]|\b{_CODE})\s?{_AMOUNT}|\b{_AMOUNT}\s?(?:[$€£]|{_CODE}\b)"
    rf"|\b(?:{_AMOUNT}|{SPELLED})\s(?:(?:US|U\.S\.)\s)?(?:dollars?|cents?|euros?)\b",
    re.IGNORECASE,
)
_NO_EXPIRY = "put the price into a section of its own (prose or list), with `expires`"
_YEAR = re.compile(r"(?<!since )\b(20\d\d)\b")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each price that does not expire."""
    paying = whole(map(literal, possible(sheet.wording.money, sheet.flat)))
    fixed = lasting(sheet)
    for statement in sheet.whole.statements():
        if not (statement.expires or statement.staff_only):
            words = plain(statement.text)
            passage = Passage(words, sheet.place_of(statement), statement)
            hint = _NO_EXPIRY if statement.id in fixed else "add `expires`, its last sure day"
            yield from _priced(paying, passage, hint)
    for passage in sheet.passages:
        if not isinstance(passage.said_by, Statement):
            yield from _priced(paying, passage, "put it into a statement that `expires`")


def _priced(paying: re.Pattern[str], passage: Passage, hint: str) -> Iterator[Finding]:
    if price := _price(passage.words, paying):
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
