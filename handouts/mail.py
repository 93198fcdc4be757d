"""Letters of a file, made ready: compared with what was mailed before, locked, written, queued."""

import secrets
from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.headerregistry import Address as Party
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from pathlib import Path
from typing import Self

from handouts.addresses import Address, address
from handouts.batch import Copy
from handouts.clinic import Clinic
from handouts.codes import Codes
from handouts.correspondence import file_name
from handouts.ledger import Entry, Posting
from handouts.letter import Letter, consent, who
from handouts.library import Library
from handouts.outbox import Outbox
from handouts.pages import Pages, Written
from handouts.problems import MailError
from handouts.protect import locked


@dataclass(frozen=True)
class Ready:
    """A letter, the copy of each order, which is not locked, and what the outbox knows it by.

    `key` is for this letter to this person, `content` for the same to that address, whoever it is,
    and `sheets` for each sheet to this person on this visit, whatever it says.
    """

    letter: Letter
    copies: tuple[Copy, ...]
    key: str
    content: str
    sheets: tuple[str, ...]


@dataclass
class Sorted:
    """Letters by what was mailed before, each but the fresh ones with the last of those.

    `fresh` are new. Of `changed`, the same person has had a sheet for the same day, which was not
    the same, or came with others. `waiting` would be changed, and their forerunner has not left
    yet. What is `known` is in the outbox to the byte, and nothing has come after it.
    """

    fresh: list[Ready] = field(default_factory=list)
    changed: list[tuple[Ready, Entry]] = field(default_factory=list)
    waiting: list[tuple[Ready, Entry]] = field(default_factory=list)
    known: list[tuple[Ready, Entry]] = field(default_factory=list)


def ready(outbox: Outbox, letter: Letter, copies: Iterable[Copy]) -> Ready:
    """The letter with its copies, in the order of its orders, and the fingerprints of both."""
    person, own = letter.person, tuple(copies)
    when = sorted({str(order.patient.values.get("appointment", "")) for order in letter.orders})
    pairs = sorted(
        (order.text, copy.sha256) for order, copy in zip(letter.orders, own, strict=True)
    )
    content = (
        letter.address.who,
        letter.language,
        *when,
        *(part for pair in pairs for part in pair),
    )
    # Whoever has moved to another address or hour is the same person, on the same visit.
    people = [
        ("address", letter.address.who),
        *([("ref", person.ref.lower())] if person.ref else []),
    ]
    about, texts = (letter.language, str(letter.visit)), sorted({text for text, _ in pairs})
    return Ready(
        letter,
        own,
        outbox.fingerprint("letter", *who(person), *content),
        outbox.fingerprint("content", *content),
        tuple(outbox.fingerprint(*one, *about, text) for one in people for text in texts),
    )


def sort(outbox: Outbox, letters: Iterable[Ready], *, again: bool = False) -> Sorted:
    """The letters, sorted by what the outbox knows of them; `again`: sent ones are as changed."""
    found = Sorted()
    for one in letters:
        same, key = _last(outbox, one.key)
        like = outbox.like(one.content, one.sheets, one.letter.person.ref or "")
        # A later letter that was not the same is what the person goes by now.
        overtaken = same and like and like.number > same.number
        if same and not overtaken and not (again and same.state == "sent"):
            found.known.append((one, same))
        elif earlier := like or same:
            pile = found.waiting if earlier.state == "queued" else found.changed
            pile.append((replace(one, key=key), earlier))
        else:
            found.fresh.append(one)
    return found


def _last(outbox: Outbox, key: str) -> tuple[Entry | None, str]:
    """The last letter that was the same to the byte, and the key of one more."""
    last = None
    while entry := outbox.known(key):
        last, key = entry, outbox.fingerprint("again", key)
    return last, key


class Writer:
    """Writes letters as the clinic does: in its words, under its name, locked by its rule."""

    def __init__(self, library: Library, codes: Path, now: datetime) -> None:
        """`codes` is where the desk's list of codes lies."""
        self.sender = sender(library.clinic)
        self._library, self._pages, self._codes = library, Pages(library), codes
        self._mail, self._name, self._now = library.clinic.mail, library.clinic.name, now
        self._phoneless = library.clinic.day_phone.number is None
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
        codes = Codes(self._codes)
        found = [_password(letter, codes) for letter in letters]
        codes.save()
        return found

    def notes(self, outbox: Outbox, letters: Iterable[Ready]) -> Iterator[str]:
        """What somebody should know before the letters are mailed."""
        if self._phoneless:
            yield "clinic.yaml gives no day_phone, so that the letters cannot tell whom to call"
        codes = Codes(self._codes)
        for one in letters:
            ref = one.letter.person.ref or ""
            if one.letter.key == "code" and ref not in codes and outbox.had_code(ref):
                yield (
                    f"{one.letter}: earlier letters open with a code that out/codes.csv does not "
                    "have any more; a new one is made"
                )

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
        # Letters of eight bits are not for every server.
        message.set_content(words.text, cte="quoted-printable")
        message.add_alternative(words.html, subtype="html", cte="quoted-printable")
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
            about = person.ref or "", consent(person), one.letter.key
            yield Posting(
                one.key, (one.content, *one.sheets), to, *about, *self.message(one, password, to)
            )


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


def _password(letter: Letter, codes: Codes) -> str:
    """What opens the sheets of that letter; nothing where they are not locked."""
    match letter.key:
        case "nothing":
            return ""
        case "password":
            return letter.person.password or ""
        case "birth_date":
            return f"{letter.person.values['birth_date']:%Y%m%d}"
        case "code":
            return codes.of(letter.person.ref or "")


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
