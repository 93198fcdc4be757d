"""What a clinic writes, as frozen values: texts, statements, sources, terms. No disk, no clock."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError


def impossible(message: str, hint: str) -> PydanticCustomError:
    """A mistake that only several values together show; the reading tells both sentences."""
    return PydanticCustomError("impossible", "{message}", {"message": message, "hint": hint})


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        # Only 2026-12-31: a bare number is no date here, whatever it might count.
        return date.fromisoformat(value if len(value) == 10 else "")
    except (TypeError, ValueError):
        raise PydanticCustomError("date", "not a date") from None


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
Day = Annotated[date, BeforeValidator(_day)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Web = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
# What is printed as a code to scan carries no query, which could track a patient (standard S86).
PlainWeb = Annotated[str, StringConstraints(pattern=r"^https?://[^\s?]+$")]
Confidence = Literal["retrieved", "mixed", "background"]
Proof = Literal["strong", "mixed", "weak", "harm"]
# Head in the margin; one of two columns; the whole width.
Setting = Literal["hanging", "column", "full"]


class Content(BaseModel):
    """What is read from a file: no key we do not know, and nothing changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Content):
    """Where a statement comes from; `cite` is how a list of sources prints it."""

    title: Words
    publisher: Words
    year: Words
    url: Web | None = None
    # Weak sources are pointers for writers: a handout never cites one (standard S96).
    tier: Literal["primary", "secondary"]
    cite: Words


class Term(Content):
    """A word of the glossary; `also` are the other forms it takes in running text."""

    term: Words
    say: Words | None = None
    definition: Words
    also: tuple[Words, ...] = ()
    sources: tuple[Id, ...] = Field(min_length=1)
    confidence: Confidence


class Statement(Content):
    """One thing a patient reads, in inline Markdown, with where it comes from."""

    id: Id
    text: Words
    sources: tuple[Id, ...] = Field(min_length=1)
    confidence: Confidence
    high_risk: bool = False
    clinic_setting: bool = False
    staff_only: bool = False
    applies_to: Words | None = None
    expires: Day | None = None
    # The common statements whose content this one carries, so that no sign is printed twice.
    merges: tuple[Id, ...] = ()
    # In running text: it stands in the paragraph of the statement before it.
    continues: bool = False

    def printed_on(self, day: date) -> bool:
        """Whether a patient reads it on that day; the day of expiry is the last."""
        return not self.staff_only and not self.expired_on(day)

    def expired_on(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.expires is not None and self.expires < day


class Glance(Statement):
    """A row of the facts at a glance; `proof` answers "How sure are we?" (standard S45)."""

    label: Words
    proof: Proof | None = None


Statements = tuple[Statement, ...]


class Section(Content):
    """A heading and what stands under it."""

    id: Id
    heading: Words
    setting: Setting = "hanging"
    starts_page: bool = False

    def groups(self) -> dict[str, Statements]:
        """Its statements by the key they stand under."""
        return {
            key: value
            for key in type(self).model_fields
            if isinstance(value := getattr(self, key), tuple)
            and value
            and isinstance(value[0], Statement)
        }


class Plain(Section):
    """Running text, a bulleted list, numbered steps, or a list with boxes to tick."""

    kind: Literal["prose", "list", "steps", "checklist"]
    statements: Statements = Field(min_length=1)


class Warnings(Section):
    """The three tiers of when to call, in fixed order (standard S62)."""

    kind: Literal["warning"]
    emergency: Statements = Field(min_length=1)
    now: Statements = Field(min_length=1)
    office: Statements = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """A tier is never left with fewer signs than were signed."""
        for group in self.groups().values():
            if any(sign.expires or sign.staff_only for sign in group):
                raise impossible(
                    "a sign to call for can neither expire nor be for staff only",
                    "take `expires` or `staff_only` out",
                )
        return self


class Questions(Section):
    """Questions to ask, and lines to write on."""

    kind: Literal["questions"]
    statements: Statements = Field(min_length=1)
    lines: int = Field(default=0, ge=0, le=20)


class Notes(Section):
    """Lines to write on."""

    kind: Literal["notes"]
    statements: Statements = ()
    lines: int = Field(default=4, ge=1, le=20)


class Arm(Content):
    """One group of a study, and how many of it had the outcome."""

    label: Words
    count: int = Field(ge=0)


class Chances(Section):
    """An icon array: every arm, out of the same number, with the time and the people (S40, S42)."""

    kind: Literal["chances"]
    caption: Words
    outcome: Words
    # One denominator all through (standard S40).
    out_of: int = Field(default=100, ge=100, le=100)
    weeks: int = Field(gt=0)
    people: int = Field(gt=0)
    arms: tuple[Arm, ...] = Field(min_length=2, max_length=2)
    statements: Statements = Field(min_length=1)

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if any(arm.count > self.out_of for arm in self.arms):
            raise impossible(f"more than {self.out_of} of {self.out_of}", "check the counts")
        return self


class Timeline(Section):
    """A schedule: the weeks it starts with, how it goes on, and how many days each time."""

    kind: Literal["timeline"]
    caption: Words
    weeks: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1, max_length=5)
    then_every: int | None = Field(default=None, gt=0)
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(default=(), max_length=2)
    statements: Statements = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if list(self.weeks) != sorted(set(self.weeks)):
            raise impossible("the weeks do not rise", "write them in order, such as [0, 2, 6]")
        if list(self.days) != sorted(self.days) or len(self.days) == 1:
            raise impossible("the days are not from least to most", "write such as [2, 5]")
        return self


class TeachBack(Section):
    """Open questions the patient answers in their own words; staff tick how it went (S64)."""

    kind: Literal["teachback"]
    statements: Statements = Field(min_length=1)


class Link(Section):
    """A web address worth typing, with a code to scan beside it (S91)."""

    kind: Literal["link"]
    url: PlainWeb
    statements: Statements = Field(min_length=1)


AnySection = Annotated[
    Plain | Warnings | Questions | Notes | Chances | Timeline | TeachBack | Link,
    Field(discriminator="kind"),
]


class Text(Content):
    """What a person signs and a patient reads."""

    id: Id
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    version: Words
    updated: Day
    review_due: Day
    title: Words
    about: Words
    subtitle: Words | None = None
    say: Words | None = None
    explains: tuple[Words, ...] = ()
    main_message: Statement
    glance: tuple[Glance, ...] = ()
    sections: tuple[AnySection, ...] = Field(min_length=1)
    must_print: tuple[Words, ...] = ()
    never_print: tuple[Words, ...] = ()

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
        sections = (_on(section, day) for section in self.sections)
        return self.model_copy(
            update={
                "glance": tuple(row for row in self.glance if row.printed_on(day)),
                "sections": tuple(section for section in sections if section),
            }
        )


class Treatment(Text):
    """The text of one treatment."""


def _on(section: Section, day: date) -> Section | None:
    groups = {
        key: tuple(statement for statement in group if statement.printed_on(day))
        for key, group in section.groups().items()
    }
    if groups and not any(groups.values()):
        return None
    return section.model_copy(update=groups)
