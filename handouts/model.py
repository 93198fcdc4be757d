"""What a clinic writes and signs: a text, as a frozen value. No disk, no clock."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from handouts.sections import AnySection
from handouts.statements import Content, Day, Glance, Id, Statement, Words, impossible

Edition = Literal["standard", "large-print"]
# Which style sheets a document is laid out with.
Layout = Literal["handout", "booklet", "large-print", "large-print-booklet", "report", "review"]

#: The editions that there are.
EDITIONS: tuple[Edition, ...] = get_args(Edition)


def called(*parts: str, edition: Edition) -> str:
    """The name of a file without ending; that of the standard edition says no edition."""
    named = (*parts, "" if edition == "standard" else edition)
    return "-".join(filter(None, named))


def joined(ids: Sequence[str], noun: str) -> str:
    """The ids as part of a file's name; of many, how many there are and a hash of them."""
    name = "-".join(ids)
    if len(name) <= _LONGEST:
        return name
    return f"{len(ids)}-{noun}-{sha256(name.encode()).hexdigest()[:8]}"


# What a disk takes as a name, less all that stands before and behind the ids.
_LONGEST = 120


class Must(Content):
    """What a text has to say, and words of each statement that says it (standard S101)."""

    topic: Words
    says: tuple[Words, ...] = Field(min_length=1)


class Never(Content):
    """Words a text must not say, `unless` the same statement says all of these too (S101)."""

    phrase: Words
    unless: tuple[Words, ...] = ()


class Accepted(Content):
    """A finding of the checks that somebody has looked at and let stand, and why.

    `statement` is the id of the statement (or the term of the glossary) it is about; without it,
    the whole text.
    """

    rule: Id
    statement: Words | None = None
    reason: Words
    by: Words


class Text(Content):
    """What a person signs and a patient reads."""

    id: Id
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    version: Words
    updated: Day
    review_due: Day
    # Of a translation: which English it was made from, as `handouts check` tells.
    made_from: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] | None = None
    title: Words
    about: Words
    subtitle: Words | None = None
    say: Words | None = None
    explains: tuple[Words, ...] = ()
    main_message: Statement
    glance: tuple[Glance, ...] = ()
    sections: tuple[AnySection, ...] = Field(min_length=1)
    must_print: tuple[Must, ...] = ()
    never_print: tuple[Never, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    @model_validator(mode="after")
    def _has_its_message(self) -> Self:
        if self.main_message.staff_only or self.main_message.expires:
            raise impossible(
                "the main message can neither expire nor be for staff only",
                "take `expires` or `staff_only` out",
            )
        return self

    def statements(self) -> Iterator[Statement]:
        """All its statements, in reading order, staff's and expired ones too."""
        yield self.main_message
        yield from self.glance
        for section in self.sections:
            for group in section.groups().values():
                yield from group

    def on(self, day: date) -> "Text":
        """The text a patient reads on that day; a section left with nothing to say goes too."""
        sections = (section.on(day) for section in self.sections)
        return self.model_copy(
            update={
                "glance": tuple(row for row in self.glance if row.printed_on(day)),
                "sections": tuple(section for section in sections if section),
            }
        )


class Treatment(Text):
    """The text of one treatment."""


class Topic(Text):
    """A text that is about no single treatment: options compared, what it costs."""


class Wording(Content):
    """The words of one language that the checks know; a clinic adds its own."""

    # Names that a text cannot do without: they do not count for the reading grade (S03).
    names: tuple[Words, ...] = ()
    # A hard word and the plain one for it (S06).
    plain_words: Mapping[str, Words] = {}
    # What no text promises, and the phrases in which such a word is none (S07).
    promises: tuple[Words, ...] = ()
    fair_phrases: tuple[Words, ...] = ()
    # A short form of a drug's name, and the name (S55).
    short_forms: Mapping[str, Words] = {}
    # A brand and the generic name that stands before it (S56).
    brands: Mapping[str, Words] = {}
    # Words in capitals that a text may print, such as FDA.
    capitals: tuple[Words, ...] = ()
    # What a number only counts on or names: page 1 of 2, 2 of 3 visits, room 1204 (S40, S52).
    numbered: tuple[Words, ...] = ()
    # Who is counted: people, adults; what they did or got, and what names a chance (S40).
    people: tuple[Words, ...] = ()
    outcomes: tuple[Words, ...] = ()
    chances: tuple[Words, ...] = ()
    # What tells of money (S41, S47).
    money: tuple[Words, ...] = ()
    # One risk told only by another, such as twice as likely (S41).
    relative_risks: tuple[Words, ...] = ()
    # What tells that a treatment helped, of a study, and of the group without it (S42, S44).
    improvements: tuple[Words, ...] = ()
    studies: tuple[Words, ...] = ()
    comparisons: tuple[Words, ...] = ()
    # The words of a scale that stand beside a chance: rare, common, most (S43).
    scale: tuple[Words, ...] = ()
    # How a text says that a use is off label, and headings that ask if it helps (S44).
    off_label: tuple[Words, ...] = ()
    asks_if_it_helps: tuple[Words, ...] = ()
    # More than what was measured, such as much better (S46).
    overstatements: tuple[Words, ...] = ()
    # What tells a patient a dose (S48).
    doses: tuple[Words, ...] = ()
    # A unit or an order that is misread, and the words for it (S53).
    misread: Mapping[str, Words] = {}
    # A sign and the word for it (S54).
    signs: Mapping[str, Words] = {}
    # What sends the reader elsewhere, such as see page (S61).
    elsewhere: tuple[Words, ...] = ()
    # Words that make no sign of their own; a word that tells how bad a sign is, and its degree; and
    # a word of a sign, and the one that tells the same: swollen, swelling (S62).
    small_words: tuple[Words, ...] = ()
    degrees: Mapping[str, Words] = {}
    same_signs: Mapping[str, Words] = {}

    def plus(self, more: "Wording") -> "Wording":
        """Both together; where both know a word, the second counts."""
        joined = {}
        for key in type(self).model_fields:
            ours, theirs = getattr(self, key), getattr(more, key)
            joined[key] = {**ours, **theirs} if isinstance(ours, Mapping) else (*ours, *theirs)
        return Wording(**joined)
