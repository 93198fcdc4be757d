"""The checks of a text: what a program can see before a person signs.

Each module holds one check: its RULE, the STANDARD it comes from (a rule of patient print), the
manual as its docstring, and `check(sheet)`, which yields what it finds. `pages` holds those of what
was printed, which look at a proof.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from handouts.checks import (
    acceptance,
    benefit_words,
    both_arms,
    brand_first,
    capitals,
    chance_format,
    clinic_not_set_up,
    clock_time,
    dose,
    emergency_box,
    emergency_number,
    expired,
    how_sure,
    leading_zero,
    long_paragraph,
    long_sentence,
    must_print,
    never_print,
    number_words,
    numeric_date,
    odds,
    off_label_beside,
    overdue,
    pale_brand,
    plain_words,
    price,
    promise,
    reading_grade,
    short_form,
    signs,
    source_list,
    sourced,
    spelled_units,
    stale_translation,
    tall_man,
    thousands_comma,
    tiers,
    trailing_zero,
    translation,
    unit_space,
    unreadable,
    unsigned,
    untranslated,
)
from handouts.checks.finding import Finding
from handouts.checks.pages import PAGE_CHECKS, page_findings, standards
from handouts.checks.proof import Proof
from handouts.checks.sheet import Sheet
from handouts.library import Library
from handouts.model import Text


class Rule(Protocol):
    """A module that holds one rule: its name, where it comes from, and its manual."""

    RULE: str
    STANDARD: str
    __doc__: str | None


class Check(Rule, Protocol):
    """A module that holds one check."""

    def check(self, sheet: Sheet) -> Iterator[Finding]:
        """What is wrong with that sheet."""
        ...


#: In the order of the standards they come from.
CHECKS: tuple[Check, ...] = (
    reading_grade,  # S03
    long_sentence,  # S04
    long_paragraph,  # S05
    plain_words,  # S06
    promise,  # S07
    capitals,  # S13
    pale_brand,  # S34
    chance_format,  # S40
    odds,  # S41
    both_arms,  # S42
    number_words,  # S43
    off_label_beside,  # S44
    how_sure,  # S45
    benefit_words,  # S46
    price,  # S47
    expired,  # S47
    dose,  # S48
    trailing_zero,  # S49
    leading_zero,  # S50
    unit_space,  # S51
    thousands_comma,  # S52
    spelled_units,  # S53
    signs,  # S54
    short_form,  # S55
    brand_first,  # S56
    tall_man,  # S57
    numeric_date,  # S58
    clock_time,  # S59
    clinic_not_set_up,  # S60
    emergency_number,  # S60
    emergency_box,  # S61
    tiers,  # S62
    translation,  # S69, S70
    stale_translation,  # S70
    untranslated,  # S90
    source_list,  # S96
    sourced,  # S99
    must_print,  # S101
    never_print,  # S101
    unsigned,  # S102
    overdue,  # S103
)

#: All that can be found, by its name: the checks, what becomes of their acceptances, and what keeps
#: a text from being checked.
_ALL: tuple[Rule, ...] = (*CHECKS, *PAGE_CHECKS, standards, acceptance, unreadable)
RULES: Mapping[str, Rule] = {rule.RULE: rule for rule in _ALL}


def findings(
    library: Library, texts: Sequence[Text], day: date, proofs: Sequence[Proof] = ()
) -> list[Finding]:
    """All that the checks find in these texts on that day, and in proofs of them, each once.

    What a person has accepted is a note; what accepts nothing is found itself.
    """
    sheets = [Sheet(library, text, day) for text in texts]
    found = [
        (sheet, finding) for sheet in sheets for check in CHECKS for finding in check.check(sheet)
    ]
    by_text = {(sheet.whole.id, sheet.language): sheet for sheet in sheets}
    for proof in proofs:
        sheet = by_text[proof.text.id, proof.text.language]
        found += [(sheet, finding) for finding in page_findings(proof)]
    # What is accepted of pages cannot be looked for where none were printed.
    unseen = () if proofs else tuple(check.RULE for check in PAGE_CHECKS)
    idle = acceptance.idle(sheets, found, tuple(RULES), unseen)
    return sorted({*acceptance.settled(found), *idle}, key=_order)


def _order(finding: Finding) -> tuple[str | int, ...]:
    place = finding.place
    return (
        place.path,
        place.line or 0,
        finding.page or 0,
        finding.rule,
        finding.message,
        finding.hint,
    )
