"""A sixth-grader can read the text.

Who is ill or afraid reads worse than at school. Two grades are worked out on what statements and
the margin say: Flesch-Kincaid is at most 6.0, and SMOG at most 8.0 on a text of ten sentences or
more; on fewer it says nothing. Names that the text cannot do without (`names` in data/wording)
count as one short word; the message tells the grades with them in full too. Titles and headings do
not count; a figure, a phone number or an address counts as one short word.

Spanish has formulas of its own, which tell how easy it is: INFLESZ is at least 65, "quite easy",
and Fernández-Huerta at least 70. Other languages are not graded.

Use shorter words and shorter sentences: the hint names the long words that stand most often. Vetted
wording that has to stand is accepted for the text, without a `statement`. A grade takes the place
of no reader.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handouts.checks.finding import Finding
from handouts.checks.phrases import literal, possible, whole
from handouts.checks.reading_ease import (
    Counts,
    counts,
    fernandez_huerta,
    flesch_kincaid,
    inflesz,
    smog,
    spoken,
    words_of,
)
from handouts.checks.sheet import Sheet

RULE = "reading-grade"
STANDARD = "S03"


@dataclass(frozen=True)
class Scale:
    """How the words of a language are graded: by which formulas, up to where or from where on."""

    formulas: Mapping[str, Callable[[Counts], float]]
    limits: Mapping[str, float]
    # Whether a higher grade is the easier one.
    eases: bool = False

    def grades(self, counted: Counts) -> dict[str, float]:
        """The grades by their names, with one figure after the point."""
        return {name: round(formula(counted), 1) for name, formula in self.formulas.items()}

    def holds(self, name: str, grade: float) -> bool:
        """Whether that grade is easy enough."""
        return grade >= self.limits[name] if self.eases else grade <= self.limits[name]


#: The scales, by language.
SCALES: Mapping[str, Scale] = {
    "en": Scale(
        {"Flesch-Kincaid": flesch_kincaid, "SMOG": smog}, {"Flesch-Kincaid": 6.0, "SMOG": 8.0}
    ),
    "es": Scale(
        {"INFLESZ": inflesz, "Fernández-Huerta": fernandez_huerta},
        {"INFLESZ": 65.0, "Fernández-Huerta": 70.0},
        eases=True,
    ),
}
# SMOG was made for thirty sentences; a few, scaled up to thirty, are graded by chance.
_FEW = 10


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where one of the grades is beyond its limit."""
    scale, language = SCALES.get(sheet.language), sheet.language
    if scale is None:
        return
    words = masked(sheet)
    counted = counts(words, language)
    found = scale.grades(counted)
    few = counted.sentences < _FEW
    if all(scale.holds(name, grade) or (few and name == "SMOG") for name, grade in found.items()):
        return
    raw = scale.grades(counts(said(sheet), language))
    message = f"{_told(found)}; with all names {_told(raw)}"
    place = sheet.place("main_message")
    most = f"at {'least' if scale.eases else 'most'} {_told(scale.limits)}"
    yield Finding(RULE, "error", place, message, f"{most}; {_longest(words, language)}")


def said(sheet: Sheet) -> list[str]:
    """What statements and the margin say, passage by passage."""
    return [passage.words for passage in sheet.said]


def masked(sheet: Sheet) -> list[str]:
    """The same, with a short word in place of each name that the text cannot do without."""
    passages = said(sheet)
    names = whole(f"{literal(name)}-?" for name in possible(sheet.wording.names, sheet.flat))
    # With a capital: a sentence that begins with a name still begins there.
    short = "It " if sheet.language == "en" else "Él "
    return [names.sub(short, words) for words in passages]


def _told(found: Mapping[str, float]) -> str:
    return " and ".join(f"{name} {grade:.1f}" for name, grade in found.items())


def _longest(passages: Sequence[str], language: str) -> str:
    """The words of three syllables or more that stand most often."""
    words = (word.strip("\"'“”‘’.,:;!?()").lower() for said in passages for word in words_of(said))
    common = Counter(word for word in words if spoken(word, language) >= 3).most_common(5)
    return f"the long words are {', '.join(f'`{word}` ({count})' for word, count in common)}"
