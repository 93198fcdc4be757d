"""The generic name of a medicine stands before its brand.

A plan may change the brand; the generic name stays, and it is the one under which all is told.
Found is each brand of `brands` in data/wording that a text names before its generic name, once. A
program that helps to pay is called what it is called.

Write rituximab (Rituxan). Where a label has no room for both, accept the finding by its statement.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Passage, Sheet
from handouts.checks.words import one_of
from handouts.sections import Assistance

RULE = "brand-first"
STANDARD = "S56"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each brand that a text names before its generic name."""
    generic_of = {brand.lower(): generic for brand, generic in sheet.wording.brands.items()}
    names = one_of({*generic_of, *generic_of.values()})
    named: set[str] = set()
    for passage in sheet.passages:
        for found in names.finditer(passage.unaddressed):
            name = found[0].lower()
            generic = generic_of.get(name)
            if generic and not {name, generic.lower()} & named and not _of_a_program(passage):
                hint = f"write {generic} ({found[0]})"
                yield passage.finding(
                    RULE, "warning", f"`{found[0]}` stands before {generic}", hint
                )
            named.add(name)


def _of_a_program(passage: Passage) -> bool:
    return isinstance(passage.section, Assistance) and passage.said_by is None
