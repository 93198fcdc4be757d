"""One e-mail address, read out of a cell as somebody has typed or pasted it."""

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

# As an address book gives it: Example, Anna <anna@example.org>
_FROM_A_BOOK = re.compile(r"[^<>@]*<([^<>]*)>")


@dataclass(frozen=True)
class Address:
    """Where a letter goes: as a server wants it, and how the same one is known again.

    `utf8` says that it has letters before the @ that only a server with SMTPUTF8 takes (RFC 6531).
    """

    mailbox: str
    utf8: bool = False

    @property
    def who(self) -> str:
        """The same for all spellings of one address: nobody has another's in capitals."""
        return self.mailbox.lower()

    @property
    def domain(self) -> str:
        """What stands behind the @, in ASCII."""
        return self.mailbox.rpartition("@")[2]


def address(cell: str) -> Address:
    """The one address that a cell holds; ValueError(message, hint) repeats nothing of it."""
    words = " ".join(cell.split()).removeprefix("mailto:")
    if found := _FROM_A_BOOK.fullmatch(words):
        words = found[1]
    if not words:
        raise ValueError("is empty", _SUCH_AS)
    try:
        # Nobody is asked over the network.
        read = validate_email(words, check_deliverability=False, allow_quoted_local=True)
    except EmailNotValidError:
        if words.count("@") > 1:
            told = "holds more than one address", "write one, and a row for each person"
            raise ValueError(*told) from None
        raise ValueError("is not an e-mail address", _SUCH_AS) from None
    # A domain of other letters as the network knows it (RFC 5891).
    return Address(f"{read.local_part}@{read.ascii_domain}", utf8=read.smtputf8)


_SUCH_AS = "write such as anna@example.org"
