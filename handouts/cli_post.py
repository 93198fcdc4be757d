"""The server that a clinic mails through, and what it does with the letters that wait."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from handouts.cli_bar import bar, counted
from handouts.problems import ContentError, HandoutsError, MailError, Place, Problem

if TYPE_CHECKING:
    from handouts.accounts import Account
    from handouts.addresses import Address
    from handouts.clinic import Clinic, Mail
    from handouts.delivery import Round
    from handouts.ledger import Entry
    from handouts.mail import Ready, Writer
    from handouts.outbox import Outbox
    from handouts.relay import Relay


class NotAllMailed(HandoutsError):
    """Some letters have not been taken, and a person is asked to look after them."""


def account_of(clinic: "Clinic") -> "Account":
    """The account to mail with: HANDOUTS_SMTP, or else what clinic.yaml says."""
    from handouts.accounts import account

    told = os.environ.get("HANDOUTS_SMTP") or clinic.mail.server
    if not told:
        raise MailError(
            "No mail server is named: write `server` under `mail` into clinic.yaml, such as "
            "smtp://office@mail.example.org:587, or put it into HANDOUTS_SMTP."
        )
    try:
        return account(told)
    except ValueError as error:
        problem = Problem(Place("HANDOUTS_SMTP"), f"this {error.args[0]}", error.args[1])
        raise ContentError([problem]) from None


def relay_of(clinic: "Clinic") -> "Relay":
    """The clinic's server, which is not asked yet; MailError tells what is not set up."""
    from handouts.mail import sender
    from handouts.relay import Relay

    account, own = account_of(clinic), sender(clinic)
    password = _password(account) if account.user else None
    return Relay(account, password, own, timeout=clinic.mail.timeout)


def _password(account: "Account") -> str:
    """The password of the account: from the environment, or where this system keeps passwords."""
    if told := os.environ.get("HANDOUTS_SMTP_PASSWORD"):
        return told
    import keyring
    from keyring.errors import KeyringError

    try:
        if kept := keyring.get_password("handouts", f"{account.user}@{account.host}"):
            return kept
    except (KeyringError, RuntimeError, OSError):
        pass  # there is none here, or nobody has unlocked it
    raise MailError(
        f"There is no password for {account}: put it into HANDOUTS_SMTP_PASSWORD, or type: "
        f"keyring set handouts {account.user}@{account.host}"
    )


def post(outbox: "Outbox", relay: "Relay", mail: "Mail", entries: "Sequence[Entry]") -> None:
    """Hand these letters over and tell what became of them; NotAllMailed where some are left."""
    from handouts.delivery import Delivery

    if not entries:
        click.echo("There is no letter to send.")
        return
    start = time.perf_counter()
    with relay, bar("Letters", len(entries)) as seen, _patience() as wait:

        def waited(seconds: float) -> bool:
            settled = delivery.done.settled
            seen.update(settled - seen.pos, round(60 * settled / (time.perf_counter() - start)))
            return wait(seconds)

        delivery = Delivery(
            outbox,
            relay,
            per_minute=mail.per_minute,
            pauses=mail.pauses,
            wait=waited,
            tell=lambda told: click.echo(f"note: {told}", err=True),
        )
        try:
            delivery.deliver(entries)
        finally:
            told = counted(delivery.done.sent, "letter")
            click.echo(f"{told} accepted by the server")
        stopped = wait(0)
    wrong = "\n".join(_wrong(delivery.done))
    if stopped:
        click.echo(wrong, err=True)
        raise KeyboardInterrupt
    if wrong:
        raise NotAllMailed(wrong)


def _wrong(done: "Round") -> "Iterator[str]":
    """What a person is asked to look after."""
    if done.failed:
        yield f"{counted(len(done.failed), 'letter')} refused: see handouts outbox list"
    if done.unsure:
        yield f"{counted(len(done.unsure), 'letter')} unsure: see handouts outbox list"
    if done.left:
        why = "; ".join(sorted({reply for _, reply in done.left if reply}))
        told = f" ({why})" if why else ""
        yield f"{counted(len(done.left), 'letter')} waiting{told}: handouts outbox send goes on"


@contextmanager
def _patience() -> "Iterator[Callable[[float], bool]]":
    """Waits so many seconds, and tells whether somebody has asked us to stop."""
    asked: list[int] = []

    def ask(*_: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(1)
        # No print: it may be in the middle of one.
        os.write(2, b"Stopping when the server has answered for this letter.\n")

    def wait(seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))
        return bool(asked)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield wait
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def sampled(one: "Ready", writer: "Writer", relay: "Relay", me: "Address") -> None:
    """Mail a person's letter to somebody of the clinic, locked whatever the person has agreed to.

    It goes past the outbox, which knows nothing of it.
    """
    from handouts.codes import code
    from handouts.relay import Doubtful, NotNow, Refused

    password = code()
    _, message = writer.message(one, password, me)
    try:
        with relay:
            relay.offer(me, len(message))
            relay.hand_over(message)
    except Refused as refusal:
        raise MailError(f"The server does not take it: {refusal.reply}.") from None
    except (NotNow, Doubtful):
        raise MailError("The server does not answer: try again later.") from None
    click.echo(f"The letter of {one.letter} is on its way to you. Its sheets open with: {password}")
