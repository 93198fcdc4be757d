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
from handouts.signoff import Change, Signoff, changes, content, last, signoff, wording

RULE = "unsigned"
STANDARD = "S102"


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding where the text prints as a draft, and one for each change since it was signed."""
    state = signoff(sheet.library, sheet.whole, sheet.day)
    if not state.missing:
        return
    place = sheet.place("version")
    signature, changed = changes(sheet.library, sheet.whole) or (None, [])
    now = content(wording(sheet.library, sheet.whole))
    if signature is None or signature.content == now or state.signatures:
        told = f"{_who(sheet, state)} signed version {sheet.whole.version}"
        hint = "have it read and signed"
        yield Finding(RULE, "warning", place, f"{told}, so that it prints as a draft", hint)
        return
    since = f"since {signature.by} signed it on {signature.day}"
    told = f"the text has changed {since}, so that it prints as a draft"
    yield Finding(RULE, "warning", place, told, "have it read and signed again")
    for change in changed:
        told = f"{_what(change)} {since}"
        yield Finding(RULE, "warning", _place(sheet, change), told, "`handouts review` shows both")


def _who(sheet: Sheet, state: Signoff) -> str:
    if not last(sheet.library, sheet.whole):
        return "nobody has"
    return f"no {' and no '.join(state.missing)} has"


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
