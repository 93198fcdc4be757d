"""What a patient reads, sentence by sentence, and where it comes from. No disk, no clock."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
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


class Rated(Statement):
    """A statement that may answer "How sure are we?" (standard S45)."""

    proof: Proof | None = None


class Glance(Rated):
    """A row of the facts at a glance."""

    label: Words


Statements = tuple[Statement, ...]

Part = TypeVar("Part", bound=Content)


def each(part: Part, change: Callable[[Statement], Statement]) -> Part:
    """The part of a text with every statement in it, however deep, changed."""
    changed = {key: _each(getattr(part, key), change) for key in type(part).model_fields}
    return part.model_copy(update=changed)


def _each(value: Any, change: Callable[[Statement], Statement]) -> Any:
    match value:
        case Statement():
            return change(value)
        case Content():
            return each(value, change)
        case tuple():
            return tuple(_each(inner, change) for inner in value)
        case _:
            return value
