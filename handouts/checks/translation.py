"""A translation says what its English says.

Each statement of the English stands in the translation, under the same id and in the same section,
and none besides. Numbers, phones, web addresses, sources, how sure we are and until when it holds
are equal, and so are the numbers of its figures. How a page is set is the translation's own, and so
is the order of its sections.

Mend the statement; where it is the English that is wrong, mend that and translate it anew.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.translation import original, unlike

RULE = "translation"
STANDARD = "S69, S70"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each place where the two differ."""
    english = original(sheet.library, sheet.whole)
    places = {one.id: sheet.place_of(one) for one in sheet.whole.statements()}
    for one in unlike(english, sheet.whole) if english else ():
        known = one.where if one.where in places else None
        place = places.get(one.where) or sheet.place("language")
        told = one.message if known else f"{one.where}: {one.message}"
        hint = f"see data of `{sheet.whole.id}` in English"
        yield Finding(RULE, "error", place, told, hint, known)
