"""The one door to a mail server: a letter is offered, and then handed over, over one connection."""

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeVar

from handouts.accounts import Account
from handouts.addresses import Address
from handouts.problems import MailError

T = TypeVar("T")


class NotNow(Exception):
    """The server is not there, or takes no letter now; this one has not been handed over."""


@dataclass
class Refused(Exception):
    """The server does not take this letter: not now (400 to 499), or not at all (from 500).

    `reply` is its code alone: its words may tell whom the letter is for. `of_sender` says that it
    was told who sends, and not yet to whom.
    """

    code: int
    reply: str
    of_sender: bool = False

    @property
    def for_good(self) -> bool:
        """Whether there is no use in offering it again as it is."""
        return self.code >= 500


class Doubtful(Exception):
    """The letter was handed over and nothing came back: nobody here knows if it was taken."""


class Relay:
    """A mail server that letters are handed to; it is opened when it is first needed, and again."""

    def __init__(
        self, account: Account, password: str | None, sender: Address, *, timeout: float
    ) -> None:
        self._account, self._password, self._sender = account, password, sender
        self._timeout = timeout
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._smtp and kind is None:
            with contextlib.suppress(OSError):  # whatever it says, it has all letters
                self._smtp.quit()
        self._hang_up()

    def knock(self) -> bool:
        """Whether the server is there; MailError where it lets nobody in from this account."""
        with self:
            try:
                self._opened()
            except NotNow:
                return False
        return True

    def offer(self, to: Address, size: int) -> None:
        """Ask whether the server takes a letter of so many bytes to there.

        NotNow, Refused; MailError where it takes none from this account.
        """
        smtp = self._smtp or self._opened()
        features = smtp.esmtp_features
        most = features.get("size", "").split()[:1]
        if most and _SIZE.fullmatch(most[0]) and 0 < int(most[0]) < size:
            raise Refused(552, f"the letter has {size:,} bytes, and it takes {int(most[0]):,}")
        options = f" SIZE={size}" if "size" in features else ""
        if to.utf8:
            if "smtputf8" not in features:
                raise Refused(553, "it takes no address with such letters before the @")
            options += " SMTPUTF8 BODY=8BITMIME"
        smtp.command_encoding = "utf-8" if to.utf8 else "ascii"
        try:
            self._asked(smtp, f"MAIL FROM:<{self._sender.mailbox}>{options}")
        except Refused as refusal:
            raise Refused(refusal.code, refusal.reply, of_sender=True) from None
        self._asked(smtp, f"RCPT TO:<{to.mailbox}>")

    def hand_over(self, message: bytes) -> None:
        """Give the server the letter that it was offered: it has taken it when this returns.

        NotNow, Refused, and Doubtful from the moment at which it may have all of the letter.
        """
        smtp = self._smtp
        if smtp is None:
            raise NotNow
        self._asked(smtp, "DATA", 354)
        try:
            # A line that is a dot ends a letter, and one more hides it (RFC 5321, 4.5.2).
            smtp.send(message.removesuffix(b"\r\n").replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n")
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException):
            self._hang_up()
            raise Doubtful from None
        if not 200 <= code < 600:
            self._hang_up()
            raise Doubtful
        if code >= 400:
            self._refuse(smtp, code, words)

    def _asked(self, smtp: smtplib.SMTP, command: str, wanted: int | None = None) -> None:
        """Say a command, to which the server has to say yes."""
        code, words = self._said(lambda: smtp.docmd(command))
        if code == wanted or (wanted is None and 200 <= code < 300):
            return
        if code < 400:  # nothing that a server says
            self._hang_up()
            raise NotNow
        self._refuse(smtp, code, words)

    def _refuse(self, smtp: smtplib.SMTP, code: int, words: bytes) -> None:
        """Tell of a refusal, so that the next letter can be offered."""
        if code == _CLOSING:
            self._hang_up()
        else:
            try:
                smtp.rset()
            except (OSError, smtplib.SMTPException):
                self._hang_up()
        if code in _ACCOUNT:
            raise MailError(f"{self._account} takes no letter from this account ({code}).")
        further = _FURTHER.match(words)
        detail = further[0].decode() if further else ""
        meaning = _MEANINGS.get(detail[2:], "")
        raise Refused(code, f"{code} {detail}".strip() + (meaning and f", {meaning}"))

    def _opened(self) -> smtplib.SMTP:
        """A connection, with TLS and a known certificate wherever it leaves this machine."""
        smtp = self._said(self._connected)
        try:
            self._said(smtp.ehlo_or_helo_if_needed)
            self._locked(smtp)
            if self._account.user is not None:
                self._log_in(smtp, self._account.user)
        except BaseException:
            smtp.close()
            raise
        self._smtp = smtp
        return smtp

    def _connected(self) -> smtplib.SMTP:
        # The name of this machine is nobody's business.
        host, port, me = self._account.host, self._account.port, self._sender.domain
        if self._account.scheme == "smtp":
            return smtplib.SMTP(host, port, me, self._timeout)
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, me, timeout=self._timeout, context=context)

    def _locked(self, smtp: smtplib.SMTP) -> None:
        """Go on in TLS, where that has not begun yet; only this machine may do without."""
        account = self._account
        if account.scheme == "smtps" or (account.is_here and not smtp.has_extn("starttls")):
            return
        try:
            self._said(lambda: smtp.starttls(context=ssl.create_default_context()))
        except smtplib.SMTPNotSupportedError:
            raise MailError(
                f"{account} offers no TLS, so that nothing is sent there (if it has another port "
                "for TLS, such as 465, write smtps:// and that port)."
            ) from None
        self._said(smtp.ehlo_or_helo_if_needed)

    def _log_in(self, smtp: smtplib.SMTP, user: str) -> None:
        try:
            self._said(lambda: smtp.login(user, self._password or ""))
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < 500:
                raise NotNow from None
            raise MailError(
                f"{self._account} does not know this user with this password "
                f"({error.smtp_code}); see HANDOUTS_SMTP_PASSWORD."
            ) from None
        except UnicodeEncodeError:
            raise MailError("The password of the account has letters that are not ASCII.") from None
        except smtplib.SMTPException:
            raise MailError(f"{self._account} lets nobody log in with a password.") from None

    def _said(self, say: Callable[[], T]) -> T:
        """What the server answers; NotNow where it does not, or nothing that it could mean."""
        account = self._account
        try:
            return say()
        except ssl.SSLCertVerificationError as error:
            why = error.verify_message
            raise MailError(
                f"The certificate of {account} is none that this machine trusts ({why})."
            ) from None
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            self._hang_up()
            raise NotNow from None
        except ssl.SSLError:
            raise MailError(
                f"{account} does not speak TLS as was expected (smtps:// is for TLS from the "
                "start, often port 465; smtp:// for STARTTLS, often port 587)."
            ) from None
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise NotNow from None
            raise MailError(f"There is no {account.host} to be found.") from None
        except smtplib.SMTPAuthenticationError:
            raise
        except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected):
            self._hang_up()
            raise NotNow from None
        except smtplib.SMTPException:  # which are OSErrors, too
            raise
        except OSError:
            self._hang_up()
            raise NotNow from None

    def _hang_up(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None


# RFC 5321, 3.8: the server closes the connection.
_CLOSING = 421
# RFC 4954, 6: it wants somebody else to log in, or in another way.
_ACCOUNT = {530, 534, 535, 538}
_SIZE = re.compile(r"[0-9]{1,18}")
# RFC 3463: a code that says more, such as 5.1.1.
_FURTHER = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?!\d)")
_MEANINGS = {
    "1.1": "no such mailbox",
    "1.2": "no such domain",
    "1.3": "no address that it can read",
    "1.10": "the domain takes no mail",
    "2.1": "the mailbox is closed",
    "2.2": "the mailbox is full",
    "2.3": "the letter is too big",
    "3.4": "the letter is too big",
    "4.5": "it has had too much mail",
    "7.1": "it is not allowed",
}
