"""Who hands a sheet out and for whom it may be filled in, as frozen values. No disk, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from handouts.accounts import account
from handouts.addresses import address
from handouts.model import Edition
from handouts.statements import Content, Day, Id, PlainWeb, Words, impossible

#: How many letters of a signer's name have room on a page.
LONGEST = 60
#: Who may sign a text (standard S102).
Role = Literal["prescriber", "nurse", "pharmacist", "translator"]

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class Brand(Content):
    """A clinic's colours, mark and fonts; text takes a colour only where it can be read.

    The logo is a file in the clinic's folder. A font is a family of ours, or of its `styles/fonts`.
    """

    colour: Colour = "#0b6478"
    accent: Colour | None = None
    logo: Words | None = None
    heading_font: Words | None = None
    text_font: Words | None = None


class Phone(Content):
    """A number and when somebody answers it; `hours_in` says that in further languages."""

    number: Words | None = None
    hours: Words | None = None
    hours_in: Mapping[str, Words] = {}

    def told_in(self, language: str) -> Self:
        """The same, with its hours in that language, where they are given in it."""
        return self.model_copy(update={"hours": self.hours_in.get(language, self.hours)})


class Book(Content):
    """A clinic's booklet: its title and for whom it is, by language, and its chapters in order."""

    title: Mapping[str, Words] = {}
    about: Mapping[str, Words] = {}
    # Of these, what the clinic hands out; all that it does where none is named.
    texts: tuple[Id, ...] = ()


def _mailbox(words: str) -> str:
    try:
        found = address(words)
    except ValueError as error:
        raise impossible(f"this {error.args[0]}", error.args[1]) from None
    if found.utf8:
        raise impossible("few servers take this address", "use one in plain letters before the @")
    return found.mailbox


def _server(words: str) -> str:
    try:
        account(words)
    except ValueError as error:
        raise impossible(f"`server` {error.args[0]}", error.args[1]) from None
    return words


def _on_one_line(words: str) -> str:
    if not words.isprintable():
        raise impossible("`sender_name` is not on one line", "write it on one line")
    return words


Mailbox = Annotated[str, AfterValidator(_mailbox)]


class Mail(Content):
    """How a clinic mails: from whom, through which server, how fast, and what opens a sheet.

    No password stands here: it comes from the environment or the keyring.
    """

    sender: Mailbox | None = None
    # What a patient reads beside the address; the clinic's name where it is not given.
    sender_name: Annotated[Words, AfterValidator(_on_one_line)] | None = None
    reply_to: Mailbox | None = None
    server: Annotated[str, AfterValidator(_server)] | None = None
    # Many providers take no more from a mailbox of an office.
    per_minute: int = Field(default=30, ge=1, le=6000)
    passwords: Literal["code", "birth_date"] = "code"
    # How many seconds a server may take to answer (RFC 5321, 4.5.3.2, asks for minutes), and how
    # many to wait before a letter that it does not take now is offered again.
    timeout: int = Field(default=300, ge=1, le=3600)
    pauses: tuple[Annotated[int, Field(ge=0, le=86400)], ...] = (10, 60, 300)


class Clinic(Content):
    """Who hands the sheet out; what is not set prints as a line to write on."""

    name: Words | None = None
    address: Words | None = None
    day_phone: Phone = Phone()
    after_hours_phone: Phone = Phone()
    emergency_number: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 -]*$")] = "911"
    web: PlainWeb | None = None
    brand: Brand = Brand()
    paper: Literal["Letter", "A4"] = "Letter"
    languages: tuple[str, ...] = Field(default=("en",), min_length=1)
    # The languages in which each sheet says that help with the language is free (standard S68).
    language_help: tuple[str, ...] = ()
    # The editions that --all prints.
    editions: tuple[Edition, ...] = Field(default=("standard",), min_length=1)
    # The texts that --all prints and check looks at; all that there are where none is named.
    texts: tuple[Id, ...] = ()
    booklet: Book = Book()
    mail: Mail = Mail()
    # Who has to sign a text before it is no draft; a translation needs a translator too.
    signers: tuple[Role, ...] = Field(default=("prescriber", "nurse", "pharmacist"), min_length=1)
    # The heads of the columns of a clinic's own export, and what we call each.
    columns: Mapping[Words, Words] = {}

    def told_in(self, language: str) -> Self:
        """The clinic as a page in that language tells of it."""
        phones = {
            "day_phone": self.day_phone.told_in(language),
            "after_hours_phone": self.after_hours_phone.told_in(language),
        }
        return self.model_copy(update=phones)


class Signature(Content):
    """Somebody's word that a text is right, as a reader had it on that day.

    `content` is the hash of everything that a reader sees of it.
    """

    text: Id
    language: Words
    content: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    role: Role
    by: Annotated[Words, StringConstraints(max_length=LONGEST)]
    day: Day


class PersonalField(Content):
    """One thing a clinic may fill in for a person; its box stands there filled or not."""

    kind: Literal[
        "text", "long text", "date", "date and time", "dates", "phone", "choice", "yes/no"
    ]
    labels: Mapping[str, Words] = Field(min_length=1)
    place: Literal["panel", "schedule"] = "panel"
    width: Literal["full", "wide", "half", "narrow"] = "full"
    lines: int = Field(default=1, ge=1, le=6)
    most: int = Field(default=80, ge=1, le=400)
    choices: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _fits_its_place(self) -> Self:
        if (self.kind == "dates") != (self.place == "schedule"):
            raise impossible("only dates stand on the schedule, and only there", "change the kind")
        if self.kind == "choice" and not self.choices:
            raise impossible("a choice needs its `choices`", "list them")
        return self


@dataclass(frozen=True)
class Patient:
    """The typed values of one person's fields, by field id."""

    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    ref: str | None = None
    language: str | None = None
    edition: Edition | None = None
    email: str | None = field(default=None, repr=False)
    consent: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def who(self) -> tuple[object, ...] | None:
        """What this person is known again by; None where nothing says who it is."""
        if self.ref:
            return (self.ref.lower(),)
        name, born = self.values.get("name"), self.values.get("birth_date")
        return (self.email, name, born) if name and (self.email or born) else None
