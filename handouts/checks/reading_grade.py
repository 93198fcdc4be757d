"""A sixth-grader can read the text.

Who is ill or afraid reads worse than at school. Two grades are worked out on what statements and
the margin say: Flesch-Kincaid is at most 6.0, and SMOG at most 8.0 on a text of ten sentences or
more; on fewer it says nothing. Names that the text cannot do without (`names` in data/wording)
count as one short word; the message tells the grades with them in full too. Titles and headings do
not count; a figure, a phone number or an address counts as one short word.

Use shorter words and shorter sentences: the hint names the long words that stand most often. Vetted
wording that has to stand is accepted for the text, without a `statement`. Only English is graded:
other languages have formulas of their own. A grade takes the place of no reader.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from handouts.checks.finding import Finding
from handouts.checks.phrases import literal, possible, whole
from handouts.checks.reading_ease import (
    Counts,
    counts,
    flesch_kincaid,
    smog,
    spoken,
    words_of,
)
from handouts.checks.sheet import Sheet

RULE = "reading-grade"
STANDARD = "S03"

_MOST = {"Flesch-Kincaid": 6.0, "SMOG": 8.0}
# SMOG was made for thirty sentences; a few, scaled up to thirty, are graded by chance.
_FEW = 10


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where one of the two grades is above its limit."""
    if sheet.language != "en":
        return
    words = masked(sheet)
    counted = counts(words)
    found = grades(counted)
    few = counted.sentences < _FEW
    if all(found[name] <= most or (few and name == "SMOG") for name, most in _MOST.items()):
        return
    message = f"{_told(found)}; with all names {_told(grades(counts(said(sheet))))}"
    place = sheet.place("main_message")
    yield Finding(RULE, "error", place, message, f"at most {_told(_MOST)}; {_longest(words)}")


def said(sheet: Sheet) -> list[str]:
    """What statements and the margin say, passage by passage."""
    return [passage.words for passage in sheet.said]


def masked(sheet: Sheet) -> list[str]:
    """The same, with a short word in place of each name that the text cannot do without."""
    passages = said(sheet)
    names = whole(f"{literal(name)}-?" for name in possible(sheet.wording.names, sheet.flat))
    # With a capital: a sentence that begins with a name still begins there.
    return [names.sub("It ", words) for words in passages]


def grades(counted: Counts) -> dict[str, float]:
    """Both grades by their names, with one figure after the point."""
    return {
        "Flesch-Kincaid": round(flesch_kincaid(counted), 1),
        "SMOG": round(smog(counted), 1),
    }


def _told(found: dict[str, float]) -> str:
    return " and ".join(f"{name} {grade:.1f}" for name, grade in found.items())


def _longest(passages: Sequence[str]) -> str:
    """The words of three syllables or more that stand most often."""
    words = (word.strip("\"'“”‘’.,:;!?()").lower() for said in passages for word in words_of(said))
    common = Counter(word for word in words if spoken(word) >= 3).most_common(5)
    return f"the long words are {', '.join(f'`{word}` ({count})' for word, count in common)}"
