"""The kinds of sections a text is made of. No disk, no clock."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from handouts.statements import (
    Content,
    Id,
    PlainWeb,
    Rated,
    Statement,
    Statements,
    Words,
    impossible,
)

# Head in the margin; one of two columns; the whole width.
Setting = Literal["hanging", "column", "full"]

PictureFile = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.(?i:svg|png|jpe?g)$")
]


class Picture(Content):
    """A picture that lies beside the text's file; `alt` says what it shows to who cannot see it."""

    file: PictureFile
    alt: Words


class Section(Content):
    """A heading and what stands under it."""

    id: Id
    heading: Words
    setting: Setting = "hanging"
    starts_page: bool = False
    # In the margin where the heading hangs there, else above the text.
    picture: Picture | None = None

    def groups(self) -> dict[str, Statements]:
        """Its statements by the key they stand under."""
        return {
            key: value
            for key in type(self).model_fields
            if isinstance(value := getattr(self, key), tuple)
            and value
            and isinstance(value[0], Statement)
        }

    def on(self, day: date) -> Self | None:
        """The section a patient reads on that day; None where nothing is left of it."""
        groups = {
            key: tuple(statement for statement in group if statement.printed_on(day))
            for key, group in self.groups().items()
        }
        if groups and not any(groups.values()):
            return None
        return self.model_copy(update=groups)


class Whole(Section):
    """A section that loses its meaning when a part of it is left out."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        parts = (part for group in self.groups().values() for part in group)
        if any(part.expires or part.staff_only for part in parts):
            raise impossible(
                "no part of this section can expire or be for staff only",
                "take `expires` or `staff_only` out, or put the statement into another section",
            )
        return self

    def on(self, day: date) -> Self:
        """Itself: it is printed whole."""
        return self


class Plain(Section):
    """Running text, a bulleted list, numbered steps, or a list with boxes to tick.

    What comes `after` a list stands under it, without a bullet, a number or a box.
    """

    kind: Literal["prose", "list", "steps", "checklist"]
    statements: Statements = Field(min_length=1)
    after: Statements = ()

    @model_validator(mode="after")
    def _is_under_a_list(self) -> Self:
        if self.after and self.kind == "prose":
            raise impossible("`after` stands under a list", "write it into `statements`")
        return self


class Warnings(Whole):
    """The three tiers of when to call, in fixed order (standard S62).

    A tier is never left with fewer signs than were signed.
    """

    kind: Literal["warning"]
    emergency: Statements = Field(min_length=1)
    now: Statements = Field(min_length=1)
    office: Statements = Field(min_length=1)


class Row(Content):
    """A row of a table: what it is about, and a statement for each further column."""

    head: Words
    cells: tuple[Rated, ...] = Field(min_length=1)


class Table(Whole):
    """A comparison: a row for each thing compared (PEMAT item P19)."""

    kind: Literal["table"]
    columns: tuple[Words, ...] = Field(min_length=2, max_length=4)
    rows: tuple[Row, ...] = Field(min_length=1)

    def groups(self) -> dict[str, Statements]:
        """The cells by the head of their row."""
        return {row.head: row.cells for row in self.rows}

    @model_validator(mode="after")
    def _even(self) -> Self:
        if any(len(row.cells) != len(self.columns) - 1 for row in self.rows):
            raise impossible(
                "a row has not one cell for each column after the first",
                f"give each row {len(self.columns) - 1} `cells`",
            )
        if len({row.head for row in self.rows}) < len(self.rows):
            raise impossible("two rows have the same head", "give each row its own `head`")
        return self


class Program(Content):
    """A program that helps to pay: who it is for, what it does and where it ends."""

    name: Words
    url: PlainWeb | None = None
    who: Statement
    limits: Statement


class Assistance(Whole):
    """Programs that help to pay, each with its address and a code to scan (S91)."""

    kind: Literal["assistance"]
    programs: tuple[Program, ...] = Field(min_length=1)

    def groups(self) -> dict[str, Statements]:
        """Who each program is for and its limits, by its name."""
        return {program.name: (program.who, program.limits) for program in self.programs}

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if len({program.name for program in self.programs}) < len(self.programs):
            raise impossible("two programs have the same name", "give each its own `name`")
        return self


class Large(Section):
    """One large picture, as wide as the text, and what is to be said of it."""

    kind: Literal["picture"]
    picture: Picture
    statements: Statements = ()


class Log(Section):
    """A table to fill in at home: a row for each thing, or for each time that it happens."""

    kind: Literal["log"]
    # The first is the head of the heads of the rows.
    columns: tuple[Words, ...] = Field(min_length=2, max_length=8)
    rows: tuple[Words, ...] = Field(default=(), max_length=20)
    # Further rows, whose heads are written in too.
    lines: int = Field(default=0, ge=0, le=20)
    marks: Literal["tick", "write"] = "tick"
    statements: Statements = ()

    def on(self, day: date) -> Self:
        """The table stays, whatever is left of what is said above it."""
        return super().on(day) or self.model_copy(update={"statements": ()})

    @model_validator(mode="after")
    def _fillable(self) -> Self:
        if not self.rows and not self.lines:
            raise impossible("the log has no row to fill in", "give it `rows`, or `lines`")
        if len(set(self.rows)) < len(self.rows):
            raise impossible("two rows have the same head", "give each row its own")
        for word in " ".join(self.columns[1:]).split():
            if len(word) > (room := self._room()):
                message = f"`{word}` is too wide for one of {len(self.columns)} columns"
                raise impossible(message, f"{room} letters fit; such as Mon for Monday")
        return self

    def _room(self) -> int:
        """How many letters of a head stand side by side, on A4, the narrower paper."""
        beside = len(self.columns) - 1
        share = 0.64 if self.rows else beside / len(self.columns)
        return int((_WIDTHS[self.setting] * share / beside - 6) / 6.6)


# Of a section's tables, in points.
_WIDTHS = {"hanging": 355, "column": 235, "full": 487}


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


class Stop(Content):
    """A week of a schedule; `label` and `below` are the words under it, in place of ours."""

    week: int = Field(ge=0)
    label: Words | None = None
    below: Words | None = None
    # Not everybody comes so far: the line that leads here is broken.
    sometimes: bool = False


def _stop(value: Any) -> Any:
    return value if isinstance(value, dict | Stop) else {"week": value}


class Timeline(Section):
    """A schedule: the weeks it starts with, how it goes on, and how many days each time."""

    kind: Literal["timeline"]
    caption: Words
    weeks: tuple[Annotated[Stop, BeforeValidator(_stop)], ...] = Field(min_length=1, max_length=5)
    then_every: int | None = Field(default=None, gt=0)
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(default=(), max_length=2)
    statements: Statements = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        weeks = [stop.week for stop in self.weeks]
        if weeks != sorted(set(weeks)):
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
    Plain
    | Warnings
    | Table
    | Assistance
    | Large
    | Log
    | Questions
    | Notes
    | Chances
    | Timeline
    | TeachBack
    | Link,
    Field(discriminator="kind"),
]
