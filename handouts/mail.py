"""Letters of a file, made ready: compared with what was mailed before, locked, written, queued."""

import secrets
from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address as Party
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

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

#: The copies of a letter, as `Batch` has made them, by the text of each.
Copies = Mapping[str, Copy]


@dataclass(frozen=True)
class Ready:
    """A letter with its copies, which are not locked, and what the outbox will know it by."""

    letter: Letter
    copies: Copies
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


def ready(outbox: Outbox, letter: Letter, copies: Copies) -> Ready:
    """The letter with its copies, and the fingerprints of both."""
    person = letter.person
    visit = str(person.values.get("appointment", ""))
    about = letter.address.who, letter.language, visit
    texts = sorted(copies)
    key = outbox.fingerprint("letter", *about, *texts, *(copies[text].sha256 for text in texts))
    sheets = tuple(outbox.fingerprint("sheet", *about, text) for text in texts)
    return Ready(letter, copies, key, sheets)


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

    def __init__(self, library: Library, codes: Codes) -> None:
        self.sender = sender(library.clinic)
        self._library, self._pages, self._codes = library, Pages(library), codes
        self._mail, self._name = library.clinic.mail, library.clinic.name

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

    def message(
        self, one: Ready, password: str, *, to: Address, message_id: str, now: datetime
    ) -> bytes:
        """The letter as it is sent, its sheets locked with that password where there is one."""
        letter, words = one.letter, self.words(one.letter)
        message = EmailMessage(SMTPUTF8 if to.utf8 else SMTP)
        name = self._mail.sender_name or self._name or ""
        message["From"] = Party(name, addr_spec=self.sender.mailbox)
        message["To"] = Party(addr_spec=to.mailbox)
        if self._mail.reply_to:
            message["Reply-To"] = Party(addr_spec=self._mail.reply_to)
        message["Subject"] = words.subject
        message["Date"] = now
        message["Message-ID"] = f"<{message_id}>"
        # RFC 3834, 5: no holiday note answers it.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words.text)
        message.add_alternative(words.html, subtype="html")
        sheets = []
        for order, file in zip(letter.orders, self.files(letter), strict=True):
            pdf = one.copies[order.text].path.read_bytes()
            sheets.append(locked(pdf, password) if password else pdf)
            message.add_attachment(b"", maintype="application", subtype="pdf", filename=file)
        message["Content-Language"] = letter.language
        return _with_files(message, sheets)

    def postings(self, letters: Sequence[Ready], now: datetime) -> Iterator[Posting]:
        """The letters as they go into the outbox; their codes are in the desk's list before."""
        passwords = self.passwords(one.letter for one in letters)
        for one, password in zip(letters, passwords, strict=True):
            person, to, token = one.letter.person, one.letter.address, self.message_id()
            message = self.message(one, password, to=to, message_id=token, now=now)
            agreed = consent(person)
            yield Posting(one.key, one.sheets, to, person.ref or "", agreed, token, message)

    def message_id(self) -> str:
        """A name for a letter, by chance: it tells nothing of it."""
        return f"{secrets.token_hex(16)}@{self.sender.domain}"


def _with_files(message: EmailMessage, sheets: Sequence[bytes]) -> bytes:
    """The letter with what its attached files hold, which `email` would take line by line."""
    places = [secrets.token_hex(16) for _ in sheets]
    for part, place in zip(message.iter_attachments(), places, strict=True):
        part.set_payload(place)
    whole = message.as_bytes()
    for place, sheet in zip(places, sheets, strict=True):
        letters = b2a_base64(sheet, newline=False)
        lines = (letters[start : start + 76] for start in range(0, len(letters), 76))
        whole = whole.replace(place.encode(), b"\r\n".join(lines), 1)
    return whole


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
