"""Each text is there in every language that the clinic prints.

`handouts print --all` leaves out what is not translated, and says so; a booklet lacks the chapter.

Translate the text, or take the language out of `languages` in clinic.yaml.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.translation import FIRST

RULE = "untranslated"
STANDARD = "S90"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each language in which there is no such text."""
    if sheet.language != FIRST:
        return
    known = sheet.library.languages_of(sheet.whole.id)
    for language in sheet.clinic.languages:
        if language not in known:
            message = f"there is no translation into the language `{language}`"
            hint = f"write {language}.yaml beside it"
            yield Finding(RULE, "warning", sheet.place("language"), message, hint)
