"""What a program can see of two score sheets for patient print: a pre-check, never a score.

The items, in our words, are those of CDC's Clear Communication Index (CCI) and of AHRQ's PEMAT-P
(P) that a program can see in a text (standards S01, S02); people judge the others.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol

from handouts.checks import (
    benefit_words,
    both_arms,
    chance_format,
    dose,
    how_sure,
    number_words,
    odds,
    plain_words,
    reading_grade,
    thousands_comma,
)
from handouts.checks.finding import Finding
from handouts.checks.reading_ease import sentences, words_of
from handouts.checks.sheet import Sheet, plain
from handouts.review import Seen
from handouts.sections import Chances, Log, Notes, Plain, Questions, Section, Table, Warnings

# Between two headings at most so many words, in an item of a list so many (our own limits).
_CHUNK = 150
_ITEM = 25
_HEAD = 4
_COLUMNS = 4


# Whether an item is met, None where the text has no such thing; and what was seen.
_Answer = tuple[bool | None, str]


class _Check(Protocol):
    RULE: str


class _Looked:
    """A text as these items look at it."""

    def __init__(self, sheet: Sheet, findings: Sequence[Finding]) -> None:
        self.text, self.sheet = sheet.text, sheet
        self.rules = Counter(found.rule for found in findings if found.severity != "note")

    def of_kind(self, *kinds: type[Section]) -> list[Section]:
        return [section for section in self.text.sections if isinstance(section, kinds)]

    @cached_property
    def lists(self) -> list[Plain]:
        found = [section for section in self.text.sections if isinstance(section, Plain)]
        return [section for section in found if section.kind != "prose"]

    @cached_property
    def chunks(self) -> Counter[str]:
        """The words under each heading; those that tables and boxes part are no chunk."""
        told: Counter[str] = Counter()
        for section in self.text.sections:
            if isinstance(section, Plain):
                for group in section.groups().values():
                    told[section.heading] += sum(len(_words(one.text)) for one in group)
        return told

    def clean(self, *rules: str) -> _Answer:
        """Whether none of these rules is broken."""
        broken = [rule for rule in rules if self.rules[rule]]
        return not broken, f"found: {', '.join(broken)}" if broken else "the checks find nothing"


def precheck(sheet: Sheet, findings: Sequence[Finding]) -> list[Seen]:
    """What a program sees of each item; `findings` are those of the checks on that text."""
    looked = _Looked(sheet, findings)
    return [Seen(code, asks, *look(looked)) for code, asks, look in _ITEMS]


def _main_message(seen: _Looked) -> _Answer:
    count = len(sentences(plain(seen.text.main_message.text)))
    return count <= 3, f"one, of {count} sentence{'s' * (count != 1)}"


def _picture(seen: _Looked) -> _Answer:
    drawn = [one.heading for one in seen.text.sections if one.picture]
    found = [*drawn, *(section.heading for section in seen.of_kind(Chances))]
    return bool(found), _under(found) if found else "no picture and no figure"


def _action(seen: _Looked) -> _Answer:
    found = [section.heading for section in seen.lists if section.kind != "list"]
    found += [section.heading for section in seen.of_kind(Warnings)]
    return bool(found), _under(
        found
    ) if found else "no steps, no boxes to tick, no signs to call for"


def _lists(seen: _Looked) -> _Answer:
    items = [one for section in seen.lists for one in section.statements]
    long = [one.id for one in items if len(_words(one.text)) > _ITEM]
    told = f"{len(seen.lists)} lists" + (f"; over {_ITEM} words: {', '.join(long)}" if long else "")
    return bool(items) and not long, told


def _chunks(seen: _Looked) -> _Answer:
    long = [head for head, count in seen.chunks.items() if count > _CHUNK]
    most = max(seen.chunks.values(), default=0)
    return not long, f"over {_CHUNK} words {_under(long)}" if long else f"at most {most} words"


def _summary(seen: _Looked) -> _Answer:
    return bool(seen.text.glance), f"{len(seen.text.glance)} facts at a glance"


def _both_sides(seen: _Looked) -> _Answer:
    gains, risks = seen.of_kind(Chances), seen.of_kind(Warnings)
    told = f"chances {_under(_heads_of(gains))}; signs to call for {_under(_heads_of(risks))}"
    return bool(gains and risks), told


def _purpose(seen: _Looked) -> _Answer:
    return True, f"title and line: {seen.text.title}; {seen.text.about}"


def _heads(seen: _Looked) -> _Answer:
    short = [one.heading for one in seen.text.sections if len(one.heading.split()) < 2]
    return (
        not short,
        f"one word alone: {', '.join(short)}" if short else "each of two words or more",
    )


def _cues(seen: _Looked) -> _Answer:
    kinds = sorted({section.kind for section in seen.text.sections} - {"prose"})
    return len(kinds) > 1, ", ".join(kinds)


def _captions(seen: _Looked) -> _Answer:
    figures = [one for one in seen.text.sections if isinstance(one, Chances)]
    told = f"{len(figures)} with a caption each" if figures else "no figures"
    return (True if figures else None), told


def _tables(seen: _Looked) -> _Answer:
    tables = [one for one in seen.text.sections if isinstance(one, Table)]
    wrong = [
        one.heading
        for one in tables
        if len(one.columns) > _COLUMNS or any(len(head.split()) > _HEAD for head in one.columns)
    ]
    if not tables:
        return None, "no tables"
    told = f"{len(tables)} with short heads"
    return not wrong, f"wide, or with long heads: {', '.join(wrong)}" if wrong else told


def _you(seen: _Looked) -> _Answer:
    if seen.sheet.language != "en":
        return None, "looked for in English only"
    words = [word.lower() for passage in seen.sheet.said for word in _words(passage.words)]
    count = sum(word.startswith(("you", "your")) for word in words)
    return count * 50 >= len(words), f"“you” or “your” {count} times in {len(words)} words"


def _steps(seen: _Looked) -> _Answer:
    found = [one.heading for one in seen.lists if one.kind in ("steps", "checklist")]
    return bool(found), _under(found) if found else "no numbered steps, no boxes to tick"


def _tool(seen: _Looked) -> _Answer:
    found = [one.heading for one in seen.lists if one.kind == "checklist"]
    found += [one.heading for one in seen.of_kind(Log, Notes, Questions)]
    return bool(found), _under(found) if found else "no boxes to tick, no log, no lines to write on"


def _heads_of(sections: Sequence[Section]) -> list[str]:
    return [section.heading for section in sections]


def _under(heads: Sequence[str]) -> str:
    if not heads:
        return "nowhere"
    return f"under {', '.join(f'“{head}”' for head in dict.fromkeys(heads))}"


def _words(text: str) -> list[str]:
    return words_of(plain(text))


def _rules(*checks: _Check) -> Callable[[_Looked], _Answer]:
    return lambda seen: seen.clean(*(check.RULE for check in checks))


_ITEMS: Sequence[tuple[str, str, Callable[[_Looked], _Answer]]] = (
    ("CCI 1", "One main message", _main_message),
    ("CCI 4", "A picture or figure that backs it", _picture),
    ("CCI 5, P20", "At least one thing to do", _action),
    ("CCI 7, P3", "Words that the readers use", _rules(plain_words, reading_grade)),
    ("CCI 8", "Lists, with short items", _lists),
    ("CCI 9, P8", "Short parts under headings", _chunks),
    ("CCI 10, P11", "The most important facts summed up", _summary),
    ("CCI 11", "What is known, and how surely", _rules(how_sure, benefit_words)),
    ("CCI 15, P6", "Clear, whole numbers", _rules(chance_format, number_words, thousands_comma)),
    ("CCI 17, P7", "No sums for the reader", _rules(odds, dose)),
    ("CCI 19", "Both what it may bring and what it may cost", _both_sides),
    ("CCI 20", "A chance in words or a picture too", _rules(chance_format, both_arms)),
    ("P1", "Its purpose plain at once", _purpose),
    ("P9", "Headings that tell what follows", _heads),
    ("P12", "Cues such as boxes and bullets", _cues),
    ("P17", "Figures with captions", _captions),
    ("P19", "Simple tables", _tables),
    ("P21", "Speaks to the reader", _you),
    ("P22", "Actions in steps", _steps),
    ("P23", "Something to use: boxes, a log, lines", _tool),
)
