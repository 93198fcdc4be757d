"""The account that a clinic mails with, read out of an address such as smtp://user@host:587."""

import ipaddress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}
_SUCH_AS = "write such as smtp://office@mail.example.org:587"


@dataclass(frozen=True)
class Account:
    """A server, and who we are there: with `smtps` all is TLS, with `smtp` STARTTLS begins it."""

    scheme: Literal["smtp", "smtps"]
    host: str
    port: int
    user: str | None = None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def is_here(self) -> bool:
        """Whether the server is this very machine, where nobody listens on the way."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def account(url: str) -> Account:
    """The account of that address; ValueError(message, hint) repeats nothing of it."""
    try:
        told = urlsplit(url.strip())
        host, port, user = told.hostname, told.port, told.username
        (host or "").encode("idna")
    except ValueError:  # of which UnicodeError is one
        raise ValueError("is not the address of a mail server", _SUCH_AS) from None
    if told.password is not None:
        hint = "take it out, change it, and put the new one into HANDOUTS_SMTP_PASSWORD"
        raise ValueError("holds a password", hint)
    if told.scheme not in ("smtp", "smtps") or not host or port == 0:
        raise ValueError("is not the address of a mail server", _SUCH_AS)
    if told.path not in ("", "/") or told.query or told.fragment:
        raise ValueError("has something behind the port", _SUCH_AS)
    scheme: Literal["smtp", "smtps"] = "smtps" if told.scheme == "smtps" else "smtp"
    return Account(scheme, host, port or _PORTS[scheme], unquote(user) if user else None)
