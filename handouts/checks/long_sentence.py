"""A sentence has no more than 20 words, and 12 on average.

Who reads slowly has lost the beginning of a long sentence at its end. More than 20 words are a
warning, in a translation more than 24, and more than 25 an error; the average is told for the text
as a whole. A list's entry and a heading count as a sentence, and so does what the margin says of a
word.

Make two sentences of it, or a list. Vetted wording that has to stand is accepted by its statement.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding, Severity
from handouts.checks.reading_ease import sentences, words_of
from handouts.checks.sheet import Sheet
from handouts.translation import original

RULE = "long-sentence"
STANDARD = "S04"

_WISHED, _MOST, _MEAN = 20, 25, 12
# What an English sentence of that length becomes in other words.
_TRANSLATED = 24


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each long sentence, and one for the text where its average is high."""
    wished = _TRANSLATED if original(sheet.library, sheet.whole) else _WISHED
    for passage in sheet.passages:
        for sentence in sentences(passage.words):
            words = words_of(sentence)
            if len(words) > wished:
                message = f"a sentence of {len(words)} words: `{' '.join(words[:5])} …`"
                hint = f"make two of it; {wished} words at most"
                severity: Severity = "error" if len(words) > _MOST else "warning"
                yield passage.finding(RULE, severity, message, hint)
    yield from _mean(sheet)


def _mean(sheet: Sheet) -> Iterator[Finding]:
    lengths = [len(words_of(part)) for said in sheet.said for part in sentences(said.words)]
    mean = round(sum(lengths) / len(lengths), 1) if lengths else 0
    if mean > _MEAN:
        message = f"a sentence has {mean} words on average"
        hint = f"make the longest ones shorter; {_MEAN} at most"
        yield Finding(RULE, "warning", sheet.place("main_message"), message, hint)
