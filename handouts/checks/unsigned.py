"""A text is signed by the clinic's own people.

A text that nobody has signed prints as a draft, with a band on each page, and goes to no patient.
Have it read, statement by statement beside its sources, by a prescriber, a nurse and a pharmacist,
and by a translator where it is a translation (`signers` in clinic.yaml): `handouts review` prints
what they read, and `handouts sign` keeps their word.

A signature covers all that a reader sees. Where something has changed since, each change is found
by itself, at its place.
"""

from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.problems import Place
from handouts.signoff import Change, signoff, since

RULE = "unsigned"
STANDARD = "S102"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where the text prints as a draft, and one for each change since it was signed."""
    state = signoff(sheet.library, sheet.whole, sheet.day)
    if not state.missing:
        return
    place = sheet.place("version")
    newest = since(sheet.library, sheet.whole)
    if newest is None or newest.same or state.signatures:
        who = f"no {' and no '.join(state.missing)} has" if newest else "nobody has"
        told = f"{who} signed version {sheet.whole.version}, so that it prints as a draft"
        yield Finding(RULE, "warning", place, told, "have it read and signed")
        return
    then = f"since {newest.signature.by} signed it on {newest.signature.day}"
    told = f"the text has changed {then}, so that it prints as a draft"
    yield Finding(RULE, "warning", place, told, "have it read and signed again")
    for change in newest.changes:
        told = f"{_what(change)} {then}"
        yield Finding(RULE, "warning", _place(sheet, change), told, "`handouts review` shows both")


def _what(change: Change) -> str:
    if change.old is None:
        return f"`{change.key}` was added"
    if change.new is None:
        return f"`{change.key}` was taken out"
    return f"`{change.key}` has changed"


def _place(sheet: Sheet, change: Change) -> Place:
    """Where the statement stands that has changed; else the head of the text."""
    name, _, key = change.key.partition(".")
    for statement in sheet.whole.statements():
        if statement.id == name:
            return sheet.place_of(statement, key)
    return sheet.place("version")
