"""A real mail server on loopback, with TLS, that can be told to fail as servers do."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER, PASSWORD = "office@clinic.example", "invented-7"

#: What goes wrong, and where: `mail`, `rcpt`, `data`, `body` (all was received and is not taken),
#: `accepted` (it was taken, and nobody is told). A fault is a reply, or `drop`, or `hang`.
Fault = tuple[str, str]


@dataclass
class Taken:
    """A letter that the server has taken."""

    sender: str
    to: str
    content: bytes

    @cached_property
    def message(self) -> EmailMessage:
        found = message_from_bytes(self.content, policy=default)
        assert isinstance(found, EmailMessage)
        return found

    @cached_property
    def pdfs(self) -> list[tuple[str, bytes]]:
        """The name and the bytes of each attached file."""
        parts = self.message.iter_attachments()
        return [(part.get_filename() or "", part.get_payload(decode=True)) for part in parts]  # type: ignore[misc]


@dataclass
class PostOffice:
    """What the server has taken; `fault` is asked at each letter what is to go wrong."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    fault: Callable[[], Fault | None] = lambda: None
    connections: int = 0
    heard: list[str] = field(default_factory=list)

    def to(self, mailbox: str) -> list[Taken]:
        return [one for one in self.taken if one.to == mailbox]


class _Faulty(SMTP):
    """The server of aiosmtpd, which may also lose, hang or refuse at each step."""

    office: PostOffice
    due: Fault | None = None

    def connection_made(self, transport: Any) -> None:
        self.office.connections += 1
        super().connection_made(transport)

    async def fails(self, step: str) -> bool:
        if self.due is None or self.due[0] != step:
            return False
        match self.due[1]:
            case "drop":
                self.transport.abort()
            case "hang":
                await asyncio.sleep(3600)
            case reply:
                await self.push(reply)
                if reply.startswith("421"):
                    self.transport.close()
        return True

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        self.office.heard.append(f"MAIL {arg}")
        self.due = self.office.fault()
        if not await self.fails("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        self.office.heard.append(f"RCPT {arg}")
        if not await self.fails("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_QUIT(self, arg: str | None) -> None:  # noqa: N802
        if not await self.fails("quit"):
            await super().smtp_QUIT(arg)

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        if not await self.fails("data"):
            await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, office: PostOffice) -> None:
        self.office = office

    async def handle_DATA(self, server: _Faulty, session: Session, envelope: Envelope) -> str:  # noqa: N802
        due = server.due
        if due and due[0] == "body":
            if due[1][0].isdigit():
                return due[1]
            await server.fails("body")
            return "451 gone"
        assert isinstance(envelope.content, bytes)
        assert len(envelope.rcpt_tos) == 1
        self.office.taken.append(
            Taken(str(envelope.mail_from), envelope.rcpt_tos[0], envelope.content)
        )
        if due and due[0] == "accepted":
            await server.fails("accepted")
        return "250 taken"


class _Controller(Controller):
    def __init__(self, office: PostOffice, **told: Any) -> None:
        self.office = office
        super().__init__(_Handler(office), hostname="127.0.0.1", port=0, **told)

    def factory(self) -> SMTP:
        server = _Faulty(self.handler, **self.SMTP_kwargs)
        server.office = self.office
        return server

    def _trigger_server(self) -> None:
        # It asks for the port that was given, and the system has chosen another.
        sockets = self.server.sockets  # type: ignore[union-attr]
        self.port = sockets[0].getsockname()[1]
        super()._trigger_server()


def _authenticated(server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> Any:
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == known, handled=False)


@contextmanager
def post_office(
    certificate: tuple[Path, Path] | None = None, *, smtps: bool = False, **told: Any
) -> Iterator[PostOffice]:
    """A server that listens on 127.0.0.1: plain, with STARTTLS, or with TLS from the start."""
    office = PostOffice()
    settings: dict[str, Any] = {"enable_SMTPUTF8": True, "timeout": 60, **told}
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
        settings["ssl_context" if smtps else "tls_context"] = context
        if not smtps:  # the server knows nothing of TLS that was there before it
            settings |= {"authenticator": _authenticated, "auth_required": True}
            settings |= {"require_starttls": True}
    controller = _Controller(office, **settings)
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """The files of a certificate for that name, which vouches for itself, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public, private
