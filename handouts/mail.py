"""Letters of a file, made ready: compared with what was mailed before, locked, written, queued."""

import secrets
from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address as Party
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Self

from handouts.addresses import Address, address
from handouts.batch import Copy
from handouts.clinic import Clinic
from handouts.codes import Codes
from handouts.correspondence import file_name
from handouts.letter import Letter, consent
from handouts.library import Library
from handouts.outbox import Entry, Outbox, Posting
from handouts.pages import Pages, Written
from handouts.problems import MailError
from handouts.protect import locked


@dataclass(frozen=True)
class Ready:
    """A letter, the copy of each order, which is not locked, and what the outbox knows it by."""

    letter: Letter
    copies: tuple[Copy, ...]
    key: str
    sheets: tuple[str, ...]


@dataclass
class Sorted:
    """Letters by what was mailed before.

    `fresh` are new. Of `changed`, some sheet has been mailed for the same visit, and differed, or
    came with others. `waiting` would be changed ones whose forerunner has not left yet. What is
    `known` is in the outbox to the byte.
    """

    fresh: list[Ready] = field(default_factory=list)
    changed: list[tuple[Ready, Entry]] = field(default_factory=list)
    waiting: list[tuple[Ready, Entry]] = field(default_factory=list)
    known: list[tuple[Ready, Entry]] = field(default_factory=list)


def ready(outbox: Outbox, letter: Letter, copies: Iterable[Copy]) -> Ready:
    """The letter with its copies, in the order of its orders, and the fingerprints of both."""
    person = letter.person
    visit = str(person.values.get("appointment", ""))
    about, own = (letter.address.who, letter.language, visit), tuple(copies)
    pairs = sorted(
        (order.text, copy.sha256) for order, copy in zip(letter.orders, own, strict=True)
    )
    key = outbox.fingerprint("letter", *about, *(part for pair in pairs for part in pair))
    sheets = tuple(outbox.fingerprint("sheet", *about, text) for text in sorted({*dict(pairs)}))
    return Ready(letter, own, key, sheets)


def sort(outbox: Outbox, letters: Iterable[Ready]) -> Sorted:
    """The letters, sorted by what the outbox knows of them."""
    found = Sorted()
    for one in letters:
        if same := outbox.known(one.key):
            found.known.append((one, same))
        elif like := outbox.like(one.sheets, one.letter.person.ref or ""):
            (found.waiting if like.state == "queued" else found.changed).append((one, like))
        else:
            found.fresh.append(one)
    return found


class Writer:
    """Writes letters as the clinic does: in its words, under its name, locked by its rule."""

    def __init__(self, library: Library, codes: Codes, now: datetime) -> None:
        self.sender = sender(library.clinic)
        self._library, self._pages, self._codes = library, Pages(library), codes
        self._mail, self._name, self._now = library.clinic.mail, library.clinic.name, now
        self._forms: dict[object, _Form] = {}

    def words(self, letter: Letter) -> Written:
        """What the letter says."""
        return self._pages.letter(letter)

    def files(self, letter: Letter) -> list[str]:
        """What its sheets are called, in their order."""
        return [file_name(self._library, letter, n + 1) for n in range(len(letter.orders))]

    def passwords(self, letters: Iterable[Letter]) -> list[str]:
        """What opens the sheets of each; nothing where they are not locked.

        New codes stand in the desk's list when this returns.
        """
        found = [self._password(letter) for letter in letters]
        self._codes.save()
        return found

    def _password(self, letter: Letter) -> str:
        match letter.key:
            case "nothing":
                return ""
            case "password":
                return letter.person.password or ""
            case "birth_date":
                return f"{letter.person.values['birth_date']:%Y%m%d}"
            case "code":
                return self._codes.of(letter.person.ref or "")

    def message(self, one: Ready, password: str, to: Address) -> tuple[str, bytes]:
        """The letter's Message-ID, and the letter, locked with that password where there is one."""
        letter, message_id = one.letter, f"{secrets.token_hex(16)}@{self.sender.domain}"
        alike = letter.language, letter.visit, letter.key, len(letter.orders), to.utf8
        form = self._forms.get(alike) or self._forms.setdefault(alike, self._form(letter, to.utf8))
        pdfs = (copy.path.read_bytes() for copy in one.copies)
        sheets = (locked(pdf, password) if password else pdf for pdf in pdfs)
        return message_id, form.filled(
            to.mailbox.encode(), message_id.encode(), *map(_lines, sheets)
        )

    def _form(self, letter: Letter, utf8: bool) -> "_Form":
        """What all letters have in common that say the same of as many sheets."""
        words, places = self.words(letter), [secrets.token_hex(16) for _ in letter.orders]
        to, message_id = (f"{secrets.token_hex(16)}@place.invalid" for _ in range(2))
        message = EmailMessage(SMTPUTF8 if utf8 else SMTP)
        name = self._mail.sender_name or self._name or ""
        message["From"] = Party(name, addr_spec=self.sender.mailbox)
        message["To"] = Party(addr_spec=to)
        if self._mail.reply_to:
            message["Reply-To"] = Party(addr_spec=self._mail.reply_to)
        message["Subject"] = words.subject
        message["Date"] = self._now
        message["Message-ID"] = f"<{message_id}>"
        # RFC 3834, 5: no holiday note answers it.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words.text)
        message.add_alternative(words.html, subtype="html")
        for file in self.files(letter):
            message.add_attachment(b"", maintype="application", subtype="pdf", filename=file)
        message["Content-Language"] = letter.language
        for part, place in zip(message.iter_attachments(), places, strict=True):
            part.set_payload(place)
        return _Form.of(message.as_bytes(), (to, message_id, *places))

    def postings(self, letters: Sequence[Ready]) -> Iterator[Posting]:
        """The letters as they go into the outbox; their codes are in the desk's list before."""
        passwords = self.passwords(one.letter for one in letters)
        for one, password in zip(letters, passwords, strict=True):
            person, to = one.letter.person, one.letter.address
            told = person.ref or "", consent(person), *self.message(one, password, to)
            yield Posting(one.key, one.sheets, to, *told)


@dataclass(frozen=True)
class _Form:
    """A letter with blanks: `email` takes longer to write one than the lock to close."""

    between: Sequence[bytes]

    @classmethod
    def of(cls, whole: bytes, places: Iterable[str]) -> Self:
        """The form of a letter in which these words stand, once each and in this order."""
        between = []
        for place in places:
            before, _, whole = whole.partition(place.encode())
            between.append(before)
        return cls((*between, whole))

    def filled(self, *values: bytes) -> bytes:
        """The letter with these values in its blanks."""
        pairs = zip(self.between, (*values, b""), strict=True)
        return b"".join(part for pair in pairs for part in pair)


def _lines(sheet: bytes) -> bytes:
    """The file as a letter holds it: base64, in lines (RFC 2045, 6.8)."""
    letters = b2a_base64(sheet, newline=False)
    lines = (letters[start : start + 76] for start in range(0, len(letters), 76))
    return b"\r\n".join(lines)


def sender(clinic: Clinic) -> Address:
    """Whom the clinic mails as; MailError tells what of it is not yet set up."""
    if clinic.mail.sender is None:
        raise MailError(
            "Nobody is named as the sender: write `sender` under `mail` into clinic.yaml, such as "
            "office@clinic.example."
        )
    if clinic.name is None:
        raise MailError("A letter says who writes it: write the `name` of your clinic.")
    return address(clinic.mail.sender)
