"""A plain word stands where there is one.

"Discontinue" is "stop", and everybody knows "stop". The hard words and the plain ones are
`plain_words` in data/wording; a clinic adds its own. In English each form of a word is found:
administered, administering. A word in brackets behind its plain one, such as "by vein
(intravenous)", is being taught and may stand, and so may a word that the glossary explains.

Write the plain word that the hint names. Vetted wording that has to stand is accepted by its
statement.
"""

import re
from collections.abc import Iterator, Mapping

from handouts.checks.finding import Finding
from handouts.checks.phrases import inflected, literal, possible, whole
from handouts.checks.sheet import Sheet

RULE = "plain-words"
STANDARD = "S06"

_TAUGHT = re.compile(r"\([^)]*\)")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each hard word that a plain one could stand for."""
    as_written = inflected if sheet.language == "en" else literal
    forms = {hard: as_written(hard) for hard in possible(sheet.wording.plain_words, sheet.flat)}
    found = whole(forms.values())
    suspected = [passage for passage in sheet.passages if found.search(passage.words)]
    known = whole(map(literal, _explained(sheet))) if suspected else found
    for passage in suspected:
        for hard in found.finditer(known.sub(" ", _TAUGHT.sub(" ", passage.words))):
            plain = _plain(hard[0], forms, sheet.wording.plain_words)
            message = f"`{hard[0]}` is a hard word"
            yield passage.finding(RULE, "warning", message, f"say: {plain}")


def _plain(word: str, forms: Mapping[str, str], plain_words: Mapping[str, str]) -> str:
    """The plain word for the longest hard one that takes this form."""
    hard = max((hard for hard in forms if whole([forms[hard]]).fullmatch(word)), key=len)
    return plain_words[hard]


def _explained(sheet: Sheet) -> Iterator[str]:
    """Every form of the words that the glossary or the text itself explains."""
    for term in sheet.library.glossaries.get(sheet.language, ()):
        yield from (term.term, *term.also)
    yield from sheet.text.explains
