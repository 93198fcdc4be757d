"""The words, dates, times and numbers of one language."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list

_UNITS = "percent|weeks?|days?|hours?|months?|minutes?|years?|mg|mL|grams?|F|C"
_UNITS += "|por ciento|semanas?|días?|horas?|mes|meses|minutos?|años?|gramos?"


# A leap year, so that every day is in it.
_YEAR = "2000"


class Language:
    """The words, dates and times of one language."""

    def __init__(self, code: str, labels: Mapping[str, str]) -> None:
        self.code = code
        self._labels = labels
        self._locale = Locale.parse(labels["locale"])
        # Of many people's dates of birth hardly two are the same, and all differ in the year alone.
        self._alike = lru_cache(366)(self._in_leap_year)

    def say(self, key: str, **values: object) -> str:
        """The label of that key with its braces filled in; LookupError where there is none."""
        return self._labels[key].format(**values)

    def day(self, day: date) -> str:
        """A date such as May 22, 2027."""
        alike = self._alike(day.month, day.day)
        if alike.count(_YEAR) == 1:
            return alike.replace(_YEAR, str(day.year))
        return bound(format_date(day, "long", locale=self._locale))

    def _in_leap_year(self, month: int, day: int) -> str:
        return bound(format_date(date(int(_YEAR), month, day), "long", locale=self._locale))

    def weekday(self, day: date) -> str:
        """A date such as Tuesday, December 1, 2026 (standard S58)."""
        return bound(format_date(day, "full", locale=self._locale))

    def short_weekday(self, day: date) -> str:
        """A date such as Tue, Dec 1, 2026, where there is little room."""
        return format_skeleton("yMMMEd", day, locale=self._locale).replace(" ", "\u00a0")

    def time(self, moment: datetime) -> str:
        """A time such as 9:30 a.m., or noon (standard S59)."""
        if (moment.hour, moment.minute) in ((12, 0), (0, 0)):
            return self.say("noon" if moment.hour else "midnight")
        half = self.say("am" if moment.hour < 12 else "pm")
        return f"{moment.hour % 12 or 12}:{moment.minute:02}\u00a0{half}"

    def value(self, value: Any) -> str:
        """A field's value as it prints; nothing where it is empty."""
        match value:
            case None:
                return ""
            case bool():
                return self.say("yes" if value else "no")
            case datetime():
                return self.say("date_and_time", date=self.weekday(value), time=self.time(value))
            case date():
                return self.day(value)
            case _:
                return str(value)

    def listed(self, parts: Sequence[str]) -> str:
        """The parts as a sentence lists them: one, two, and three."""
        return format_list(parts, locale=self._locale)

    def cited(self, numbers: Sequence[int]) -> str:
        """Where a part comes from, such as Sources 1 to 4, 7; nothing where it has no source."""
        if not numbers:
            return ""
        key = "source_of" if len(numbers) == 1 else "sources_of"
        return self.say(key, numbers=self.numbers(numbers))

    def numbers(self, numbers: Sequence[int]) -> str:
        """Source numbers with runs of three or more told as "1 to 4"."""
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(self._run(run) for run in runs)

    def _run(self, run: Sequence[int]) -> str:
        if len(run) < 3:
            return ", ".join(map(str, run))
        return self.say("number_range", first=run[0], last=run[-1]).replace(" ", "\u00a0")


# Letters that are written from right to left, and what stands between and upon them.
_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_RUN = re.compile(f"{_RTL}(?:(?:{_RTL}|[\\s'’\".-])*{_RTL})?")


def isolated(text: str) -> str:
    """The text in which words from right to left leave the order of all around them as it is."""
    if text.isascii() or _RUN.fullmatch(text):
        return text
    return _RUN.sub("\u2068\\g<0>\u2069", text)


def bound(text: str) -> str:
    """The text with no-break spaces between a number and what it counts, and inside a date."""
    for pattern, joined in _BOUND:
        text = pattern.sub(joined, text)
    return text


def _joined(match: re.Match[str]) -> str:
    return match[0].replace(" ", "\u00a0")


_BOUND: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"(\d%?) (?=({_UNITS})\b)"), "\\1\u00a0"),
    (re.compile(r"\d [ap]\.m\.( to \d+ [ap]\.m\.)?"), _joined),
    (re.compile(r"\b(\d+)( out)? of (?=\d)"), _joined),
    (re.compile(r"\b\d+ de (cada (?=\d)|[a-z]+ de (?=\d{4}\b))"), _joined),
    (re.compile(r"\b(\d{1,2}) (?=[A-Z][a-z]+ \d{4}\b)"), "\\1\u00a0"),
    (re.compile(r"([A-Z][a-z]+) (\d{1,2}), (?=\d{4})"), "\\1\u00a0\\2, "),
)
