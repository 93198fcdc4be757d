"""How hard words are to read: sentences, words, syllables, and the grades made of them.

No check in itself: `reading_grade`, `long_sentence`, `long_paragraph` and the table of
`handouts check --format table` count with it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from pyphen import Pyphen

# After these a sentence goes on: whatever stands behind them belongs to them.
_GOES_ON = re.compile(
    r"(?:^|[\s(])(?:Dra?|Mr|Mrs|Ms|Sra?|St|vs|U\.S|EE|e\.g|i\.e|p|approx)\.$", re.IGNORECASE
)
# After these it goes on if a day, a month or a small letter follows: 5 p.m. Monday; p.m. each day.
_HOUR = re.compile(r"[ap]\.m\.$", re.IGNORECASE)
_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Central|Mountain|Pacific")
_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s+[\"'“‘(\[¿¡]*[A-ZÁÉÍÓÚÜÑ0-9])")
_WORD = re.compile(r"[^\s—–/]*[^\W_][^\s—–/]*")


def sentences(words: str) -> list[str]:
    """The sentences of a passage; one without a full stop, such as a list's entry, is one too."""
    found, start = [], 0
    for end in _END.finditer(words):
        if not _within(words[start : end.end()], words[end.end() :].lstrip()):
            found.append(words[start : end.end()].strip())
            start = end.end()
    rest = words[start:].strip()
    return [*found, rest] if rest else found


def _within(before: str, after: str) -> bool:
    """Whether the full stop between the two ends no sentence."""
    return bool(_GOES_ON.search(before) or (_HOUR.search(before) and _DAY.match(after)))


def words_of(sentence: str) -> list[str]:
    """Its words: what stands between blanks and holds a letter or a figure."""
    return _WORD.findall(sentence)


_HYPHENS = Pyphen(lang="en_US")
_VOWELS = re.compile(r"[aeiouy]+")
# An ending with a vowel that nobody says: take, pulled, sides; not people, needed, doses.
_SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouylscxzgh])es$")


_RUNS = re.compile(r"[aeiouáéíóúü]+|(?<=[^aeiouáéíóúü])y$")
_STRONG = re.compile("[aeoáéíóú]")


def spanish_syllables(word: str) -> int:
    """How many syllables a Spanish word has, at least one.

    A vowel that is strong or has an accent is one of its own; a weak one goes with its neighbour.
    """
    runs = _RUNS.findall(word.lower().replace("qu", "q").replace("gue", "ge").replace("gui", "gi"))
    return max(1, sum(max(1, len(_STRONG.findall(run))) for run in runs))


def syllables(word: str) -> int:
    """How many syllables an English word has, at least one.

    The places to hyphenate, or the groups of vowels where these are more: no printer parts "any" or
    "baby's". On the words of our texts it is right for 19 of 20, by the CMU Pronouncing Dictionary.
    """
    small = word.lower().replace("’", "'").removesuffix("'s")
    groups = _VOWELS.findall(_SILENT.sub("", small))
    return max(1, len(_HYPHENS.positions(small)) + 1, len(groups))


_LETTERS = re.compile(r"[A-Z]{2,5}")
_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FIGURES = re.compile(r"\d[\d.,]*")
_ADDRESS = re.compile(r"\w[.@]\w|\d-\d")


#: The languages whose words can be graded, and how their syllables are counted.
SYLLABLES: Mapping[str, Callable[[str], int]] = {"en": syllables, "es": spanish_syllables}


def spoken(word: str, language: str = "en") -> int:
    """How many syllables a word of running text has when it is read aloud.

    Capitals such as FDA are read letter by letter. A figure counts as one, as does an address or a
    phone number: nobody reads a number's name on paper.
    """
    if _ADDRESS.search(word):
        return 1
    figures = len(_FIGURES.findall(word))
    counted = SYLLABLES[language]
    return max(1, figures + sum(_read(part, counted) for part in _PART.findall(word)))


def _read(part: str, counted: Callable[[str], int]) -> int:
    return len(part) + part.count("W") * 2 if _LETTERS.fullmatch(part) else counted(part)


@dataclass(frozen=True)
class Counts:
    """What the grades are made of; `long_words` have three syllables or more."""

    sentences: int
    words: int
    syllables: int
    long_words: int
    longest: int = 0


def counts(passages: Iterable[str], language: str = "en") -> Counts:
    """The counts of these passages together, and the words of the longest sentence."""
    read = [words_of(sentence) for words in passages for sentence in sentences(words)]
    # Most words stand many times.
    known = {word: spoken(word, language) for word in set().union(*read)}
    heard = [known[word] for sentence in read for word in sentence]
    return Counts(
        sentences=len(read),
        words=len(heard),
        syllables=sum(heard),
        long_words=sum(syllables >= 3 for syllables in heard),
        longest=max(map(len, read), default=0),
    )


def flesch_kincaid(counted: Counts) -> float:
    """The school grade by Kincaid, Fishburne, Rogers and Chissom, 1975 (Navy report 8-75)."""
    a_sentence = counted.words / (counted.sentences or 1)
    return 0.39 * a_sentence + 11.8 * counted.syllables / (counted.words or 1) - 15.59


def smog(counted: Counts) -> float:
    """The school grade by McLaughlin, 1969; fewer than 30 sentences are scaled up to 30."""
    return 1.0430 * sqrt(counted.long_words * 30 / (counted.sentences or 1)) + 3.1291


def inflesz(counted: Counts) -> float:
    """How easy Spanish is, by Szigriszt-Pazos, 1993; Barrio-Cantalejo, 2008: 65 is quite easy."""
    a_sentence = counted.words / (counted.sentences or 1)
    return 206.835 - 62.3 * counted.syllables / (counted.words or 1) - a_sentence


def fernandez_huerta(counted: Counts) -> float:
    """How easy Spanish is, by Fernández Huerta, 1959, with the words of a sentence (Law, 2011)."""
    a_sentence = counted.words / (counted.sentences or 1)
    return 206.84 - 60 * counted.syllables / (counted.words or 1) - 1.02 * a_sentence
