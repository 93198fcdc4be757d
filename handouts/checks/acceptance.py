"""An acceptance accepts something.

A finding that is right to stand, such as a long sentence that is vetted word for word, is accepted
in the YAML of its text, with the reason and the name of whoever decided it. It becomes a note, and
is never dropped. Where nothing is found any more, take the entry of `accepted` out, so that it does
not hide the next fault; where it names another rule or statement than it means, mend it. An entry
of data/common or data/glossary counts for every text that prints the statement or term, and is
looked at when all texts of the language are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handouts import SHIPPED
from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.model import Accepted
from handouts.problems import Place, near, shown

RULE = "accepted-nothing"
STANDARD = "S104"


@dataclass(frozen=True)
class Given:
    """An acceptance and where it was given; a shelf's counts only for what its file says."""

    accepted: Accepted
    place: Place
    shelf: str | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether it lets that finding stand."""
        meant = self.accepted.statement in (None, finding.statement)
        here = self.shelf in (None, finding.place.path)
        return meant and here and self.accepted.rule == finding.rule


def settled(found: Sequence[tuple[Sheet, Finding]]) -> Iterator[Finding]:
    """The findings, those a person has accepted as notes that say who let them stand and why."""
    for sheet, finding in found:
        covering = [given for given in _given(sheet) if given.covers(finding)]
        yield _note(finding, covering[0].accepted) if covering else finding


def _note(finding: Finding, accepted: Accepted) -> Finding:
    hint = f"accepted by {accepted.by}: {accepted.reason}"
    return replace(finding, severity="note", hint=hint)


def idle(
    sheets: Sequence[Sheet],
    found: Sequence[tuple[Sheet, Finding]],
    rules: Sequence[str],
    unseen: Sequence[str] = (),
) -> Iterator[Finding]:
    """A finding for each acceptance among these sheets that has nothing to accept.

    `rules` are all that there are; `unseen` those that nobody has looked for.
    """
    looked_at = {(sheet.text.id, sheet.language) for sheet in sheets}
    for sheet in sheets:
        all_of_it = {key for key in sheet.library.texts if key[1] == sheet.language} <= looked_at
        for given in (one for one in _given(sheet) if one.accepted.rule not in unseen):
            at_work = any(
                given.covers(finding) for other, finding in found if given.shelf or other is sheet
            )
            if not at_work and (not given.shelf or (all_of_it and _own(sheet, given.shelf))):
                yield _idle(given, rules)


def _own(sheet: Sheet, shelf: str) -> bool:
    """Whether the shelf is the clinic's, which cannot mend what its texts leave idle of ours."""
    return len(sheet.library.folders) == 1 or not shelf.startswith(shown(SHIPPED / "data"))


def _idle(given: Given, rules: Sequence[str]) -> Finding:
    rule, statement = given.accepted.rule, given.accepted.statement
    about = f" about `{statement}`" if statement else ""
    hint = "take it out, or mend its `statement`" if rule in rules else near(rule, rules)
    message = f"`{rule}` is accepted here, and finds nothing{about}"
    return Finding(RULE, "warning", given.place, message, hint)


def _given(sheet: Sheet) -> Iterator[Given]:
    """The acceptances that count for that sheet: its text's own, and those of the shelves."""
    for i, accepted in enumerate(sheet.text.accepted):
        yield Given(accepted, sheet.place("accepted", i))
    for shared in sheet.shared:
        for i, accepted in enumerate(shared.accepted):
            yield Given(accepted, shared.reading.place(("accepted", i)), shared.reading.path)
