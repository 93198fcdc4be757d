"""The commands that look after the outbox: what waits, what was refused, what nobody is sure of."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli_bar import counted
from handouts.cli_folder import CLINIC, here, opened
from handouts.cli_post import post, relay_of
from handouts.problems import MailError

if TYPE_CHECKING:
    from handouts.ledger import Entry, State
    from handouts.outbox import Outbox

_NUMBERS = click.argument(
    "numbers", metavar="[NUMBER]...", nargs=-1, type=click.IntRange(1, 10**12)
)


@click.group(invoke_without_command=True)
@click.pass_context
def outbox(ctx: click.Context) -> None:
    """Look after the letters that were mailed: without a command, list them."""
    if ctx.invoked_subcommand is None:
        with list_.make_context("list", [], parent=ctx) as own:
            list_.invoke(own)


def _home(clinic: Path | None) -> Path:
    """The clinic's folder; MailError where nothing was ever mailed from it."""
    from handouts.outbox import LEDGER
    from handouts.starter import own_folder

    home = own_folder(clinic, here())
    if not (home / LEDGER).exists():
        raise MailError("Nothing was mailed from this folder yet.")
    return home


@outbox.command("list")
@click.option("--all", "all_", is_flag=True, help="Those that were sent too.")
@CLINIC
def list_(all_: bool, clinic: Path | None) -> None:
    """List the letters that are not sent, and tell what to do with each."""
    from handouts.ledger import STATES
    from handouts.outbox import Busy, Outbox, held

    home = _home(clinic)
    try:
        with held(home) as found:
            entries = found.entries(*STATES)
    except Busy as busy:
        click.echo(f"note: {busy}", err=True)
        found = Outbox(home)
        entries = found.entries(*STATES)
        found.close()
    counts = Counter(entry.state for entry in entries)
    click.echo(
        ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state]) or "empty"
    )
    for entry in entries:
        if all_ or entry.state != "sent":
            click.echo(_line(entry))
    for state in STATES:
        if counts[state] and state in _TODO:
            click.echo(f"\n{_TODO[state]}")


def _line(entry: "Entry") -> str:
    when = f"{entry.changed.astimezone():%Y-%m-%d %H:%M}"
    told = [f"{entry.number:>5}", f"{entry.state:<7}", when, entry.to.mailbox, entry.ref]
    told += [f"({entry.reply})"] if entry.reply else []
    # What somebody looks for in the server's log, or among what was sent.
    told += [f"<{entry.message_id}>"] if entry.state == "unsure" else []
    return "  ".join(part for part in told if part)


_TODO = {
    "queued": "queued: handouts outbox send sends them.",
    "failed": "failed: the server refused them. Where the address is right, handouts outbox retry\n"
    "NUMBER sends it again. Where it is wrong, mend your list and mail that; then handouts outbox\n"
    "forget NUMBER.",
    "unsure": "unsure: the connection broke while the server had the letter. Look among what your\n"
    "account has sent for a letter to that address at that time; or ask whoever runs the server\n"
    "to look for its Message-ID, in <>; or ask the patient. If it was sent, type: handouts outbox\n"
    "settle NUMBER --sent. If not: handouts outbox settle NUMBER --not-sent",
}


@outbox.command()
@CLINIC
def send(clinic: Path | None) -> None:
    """Send the letters that wait."""
    from handouts.outbox import held

    home = _home(clinic)
    settings = opened(home).clinic
    with held(home) as found:
        post(found, relay_of(settings), settings.mail, found.entries("queued"))


@outbox.command()
@_NUMBERS
@CLINIC
def retry(numbers: Sequence[int], clinic: Path | None) -> None:
    """Offer letters again that the server refused: those with these numbers, or all."""
    from handouts.outbox import held

    home = _home(clinic)
    settings = opened(home).clinic
    relay = relay_of(settings)
    with held(home) as found:
        for entry in _named(found, numbers, "failed"):
            if newer := found.newer(entry):
                click.echo(f"note: {entry} is left out: {newer} took its place", err=True)
            else:
                found.waits(entry)
        post(found, relay, settings.mail, found.entries("queued"))


@outbox.command()
@_NUMBERS
@click.option("--sent/--not-sent", default=None, help="Whether the server has taken it.")
@CLINIC
def settle(numbers: Sequence[int], sent: bool | None, clinic: Path | None) -> None:
    """Say what became of a letter that nobody was sure of; one that was not sent waits again."""
    if sent is None or not numbers:
        raise click.UsageError("Say which letters, and --sent or --not-sent.")
    from handouts.outbox import held

    with held(_home(clinic)) as found:
        for entry in _named(found, numbers, "unsure"):
            if sent:
                found.sent(entry)
                click.echo(f"{entry} was sent")
            elif newer := found.newer(entry):
                found.failed(entry, f"{newer} took its place")
                click.echo(f"{entry} is not sent again, since {newer} took its place")
            else:
                found.waits(entry)
                click.echo(f"{entry} waits: handouts outbox send sends it")
                click.echo("note: if the server had it after all, it arrives twice", err=True)


def _named(found: "Outbox", numbers: Sequence[int], state: "State") -> "list[Entry]":
    """The letters with these numbers, or all in that state; MailError where one is in another."""
    entries = _by_number(found, numbers) or found.entries(state)
    for entry in entries:
        if entry.state != state:
            raise MailError(f"This is not {state}, but {entry.state}: {entry}.")
    return entries


def _by_number(found: "Outbox", numbers: Sequence[int]) -> "list[Entry]":
    return [found.entry(number) for number in dict.fromkeys(numbers)]


class _Age(click.ParamType[timedelta]):
    """A number of days, such as 90d."""

    name = "age"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        found = re.fullmatch(r"(\d{1,5})d", value)
        if not found:
            self.fail("write a number of days, such as 90d", param, ctx)
        return timedelta(days=int(found[1]))


@outbox.command()
@_NUMBERS
@click.option("--older-than", type=_Age(), metavar="90d", help="All that were sent or failed then.")
@CLINIC
def forget(numbers: Sequence[int], older_than: timedelta | None, clinic: Path | None) -> None:
    """Strike letters out of the ledger; one that waits is not sent any more.

    One that was sent will still be known if it is mailed again.
    """
    if bool(numbers) == (older_than is not None):
        raise click.UsageError("Say which letters: their numbers, or --older-than 90d.")
    from handouts.outbox import held

    with held(_home(clinic)) as found:
        if older_than is None:
            entries, kept = _by_number(found, numbers), 0
        else:
            entries, kept = found.old(older_than)
        for entry in entries:
            if entry.state == "unsure":
                raise MailError(f"Settle this first, which is unsure: {entry}.")
        found.forget(entries)
    click.echo(f"{counted(len(entries), 'letter')} forgotten")
    if kept:
        click.echo(
            f"note: {kept} kept: their consent to mail without a password has to be known for six "
            "years",
            err=True,
        )
