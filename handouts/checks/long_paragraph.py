"""A list's entry has no more than two sentences, and a paragraph three on average.

White space is where a reader rests. In a translation, where a long sentence may have become two, an
entry has no more than three. An entry is what stands behind a bullet, a number or a box: in
lists, steps, checklists, when to call, questions and teach-back. A paragraph is a statement of
running text with all that `continues` it.

Make two entries of it, or begin a new paragraph. Vetted wording that has to stay in one piece is
accepted by its statement.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.reading_ease import sentences
from handouts.checks.sheet import Passage, Sheet
from handouts.sections import Plain, Questions, TeachBack, Warnings
from handouts.statements import Statement
from handouts.translation import original

RULE = "long-paragraph"
STANDARD = "S05"

_ENTRY, _PARAGRAPH = 2, 3
# Where a long sentence became two when it was translated.
_TRANSLATED = 3


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each long entry, and one for the text where its paragraphs are long."""
    paragraphs: list[int] = []
    most = _TRANSLATED if original(sheet.library, sheet.whole) else _ENTRY
    for passage in sheet.said:
        length = len(sentences(passage.words))
        if _is_entry(passage):
            yield from _entry(passage, length, most)
        elif paragraphs and _continues(passage):
            paragraphs[-1] += length
        elif passage.group == "statements":
            paragraphs.append(length)
    yield from _mean(sheet, paragraphs)


def _is_entry(passage: Passage) -> bool:
    """Whether it stands behind a bullet, a number or a box."""
    match passage.section:
        case Plain(kind=kind):
            return kind != "prose" and passage.group != "margin"
        case Warnings() | Questions() | TeachBack():
            return passage.group != "margin"
    return False


def _continues(passage: Passage) -> bool:
    return isinstance(passage.said_by, Statement) and passage.said_by.continues


def _entry(passage: Passage, length: int, most: int) -> Iterator[Finding]:
    if length > most:
        message = f"an entry of {length} sentences"
        yield passage.finding(RULE, "warning", message, f"make two of it; {most} at most")


def _mean(sheet: Sheet, paragraphs: list[int]) -> Iterator[Finding]:
    mean = round(sum(paragraphs) / len(paragraphs), 1) if paragraphs else 0
    if mean > _PARAGRAPH:
        message = f"a paragraph has {mean} sentences on average"
        hint = f"begin new ones; {_PARAGRAPH} at most"
        yield Finding(RULE, "warning", sheet.place("main_message"), message, hint)
