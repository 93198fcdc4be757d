"""The command that mails each patient of a file their copies."""

import os
import signal
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli_bar import bar, counted
from handouts.cli_folder import AS_OF, CLINIC, here, opened, warm_press
from handouts.cli_post import post, relay_of, sampled
from handouts.machine import put, writing
from handouts.problems import ContentError, MailError, Place, Problem, shown

if TYPE_CHECKING:
    from handouts.addresses import Address
    from handouts.ledger import Entry, State
    from handouts.letter import Key
    from handouts.mail import Ready, Sorted, Writer
    from handouts.mailbag import Mailbag
    from handouts.outbox import Outbox
    from handouts.relay import Relay
    from handouts.workers import Bench

# How many letters are shown before somebody says yes.
_SHOWN = 3


@click.command()
@click.argument("file", metavar="PATIENTS.csv", type=click.Path(path_type=Path))
@click.option("--language", default="en", show_default=True, help="Where a row names none.")
@click.option(
    "--jobs", type=click.IntRange(1), help="How many print at the same time: all processors."
)
@click.option("--dry-run", is_flag=True, help="Mail nothing: write the letters as .eml files.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out/mail"),
    show_default=True,
    help="Where --dry-run writes them.",
)
@click.option("--to-me", metavar="ADDRESS", help="Mail the first letter to yourself, and no other.")
@click.option("--again", is_flag=True, help="Ask about letters, too, that were sent before.")
@click.option("--yes", is_flag=True, help="Do not ask; what may be mailed twice is left out.")
@AS_OF
@CLINIC
def mail(
    file: Path,
    language: str,
    jobs: int | None,
    dry_run: bool,
    out: Path,
    to_me: str | None,
    again: bool,
    yes: bool,
    as_of: datetime | None,
    clinic: Path | None,
) -> None:
    """Mail each patient of a CSV file their copies, locked, and nobody twice.

    Every row is checked first, and you see what will be mailed before anything is.
    """
    if dry_run and to_me:
        raise click.UsageError("--dry-run mails nothing, and --to-me mails a sample.")
    from handouts.starter import own_folder

    home = own_folder(clinic, here())
    library = opened(home)
    warm_press(library)  # reads the clinic's own templates and styles
    from handouts.mail import Writer
    from handouts.mailbag import Mailbag
    from handouts.outbox import held
    from handouts.workers import Bench

    writer = Writer(library, home / "out" / "codes.csv", datetime.now().astimezone())
    me = _own(to_me) if to_me else None
    relay = None if dry_run else relay_of(library.clinic)
    if relay and not relay.knock():
        click.echo("note: the mail server does not answer; letters will wait for it", err=True)
    bench = Bench(home, as_of.date() if as_of else date.today())
    bag = Mailbag(library, file, language, bench.day)
    desk = _Desk(bag, writer, bench, jobs or os.cpu_count() or 1, again)
    with held(home) as outbox:
        if relay is None:
            desk.write(outbox, out)
        elif me:
            desk.sample(outbox, relay, me)
        elif desk.queued(outbox, yes=yes):
            post(outbox, relay, library.clinic.mail, outbox.entries("queued"))
    if bag.failures:
        click.get_current_context().exit(1)


@dataclass(frozen=True)
class _Desk:
    """The day's letters, and what it takes to make them ready."""

    bag: "Mailbag"
    writer: "Writer"
    bench: "Bench"
    jobs: int
    again: bool

    def write(self, outbox: "Outbox", out: Path) -> None:
        """Write the letters that would go as files."""
        with self._letters(outbox) as found:
            _write(self._chosen(outbox, found, asks=False), self.writer, out)

    def sample(self, outbox: "Outbox", relay: "Relay", me: "Address") -> None:
        """Mail the first letter to one's own address."""
        self.bag.letters = self.bag.letters[:1]
        with self._letters(outbox) as found:
            for one in found:
                sampled(one, self.writer, relay, me)
            if not found:
                click.echo("There is no letter to send.")

    def queued(self, outbox: "Outbox", *, yes: bool) -> bool:
        """Whether what waits may go, now that the day's letters wait too."""
        with _nothing_mailed(), self._letters(outbox) as found:
            wanted = self._chosen(outbox, found, asks=not yes)
            if not yes and not self._agreed(outbox, wanted):
                return False
            outbox.queue(self.writer.postings(wanted))
        return True

    def _agreed(self, outbox: "Outbox", wanted: "Sequence[Ready]") -> bool:
        """Whether somebody says that these may go, or what waits from before."""
        if wanted:
            return _agreed(wanted, self.writer, drafts=bool(self.bag.drafts))
        waiting = outbox.entries("queued")
        return not waiting or _says_yes(f"Send {counted(len(waiting), 'letter')} from before?")

    @contextmanager
    def _letters(self, outbox: "Outbox") -> "Iterator[list[Ready]]":
        """The letters with their copies, which are gone afterwards; what is wrong is told."""
        with outbox.copies() as folder:
            wanted = sum(len(one.orders) for one in self.bag.letters)
            with writing(folder), bar("Copies", wanted) as seen:
                found = self.bag.printed(outbox, self.bench, folder, self.jobs, seen.update)
            for note in (*self.bag.notes, *self.writer.notes(outbox, found)):
                click.echo(f"note: {note}", err=True)
            for mistake in self.bag.mistakes():
                click.echo(str(mistake), err=True)
            yield found

    def _chosen(self, outbox: "Outbox", letters: "Sequence[Ready]", *, asks: bool) -> "list[Ready]":
        """The letters that are to be mailed; what is not, and why, is told."""
        from handouts.mail import sort

        found = sort(outbox, letters, again=self.again)
        _tell(self.bag, found, outbox)
        return [*found.fresh, *_again(found.changed, asks=asks)]


@contextmanager
def _nothing_mailed() -> "Iterator[None]":
    """Say so where somebody stops us meanwhile, and leave no copies behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Nothing was mailed.", err=True)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _own(words: str) -> "Address":
    """Where a sample goes."""
    from handouts.addresses import address

    try:
        return address(words)
    except ValueError as error:
        raise ContentError(
            [Problem(Place("--to-me"), f"this {error.args[0]}", error.args[1])]
        ) from None


def _tell(bag: "Mailbag", letters: "Sorted", outbox: "Outbox") -> None:
    """What will be mailed, what will not, and why."""
    sheets = sum(len(one.letter.orders) for one in letters.fresh)
    told = f", with {counted(sheets, 'sheet')}" if sheets else ""
    click.echo(f"{counted(len(letters.fresh), 'letter')} to mail{told}")
    keys = Counter(one.letter.key for one in letters.fresh)
    for key, told in _KEYS.items():
        if keys[key]:
            click.echo(f"  {keys[key]} {told}")
    for letter in bag.unwilling:
        click.echo(f"not mailed: {letter}: its `consent` is no")
    for letter in bag.held_back:
        click.echo(f"not mailed: {letter}: another row of the same person has a mistake")
    for one, entry in letters.known:
        click.echo(f"not mailed: {one.letter}: {_what_became_of(entry)}")
    for one, entry in letters.waiting:
        told = f"handouts outbox forget {entry.number} takes it back"
        click.echo(f"not mailed: {one.letter}: {entry} for the same visit still waits ({told})")
    if waiting := outbox.entries("queued"):
        click.echo(f"{counted(len(waiting), 'letter')} from before will go with them")
    if unsure := outbox.entries("unsure"):
        told = counted(len(unsure), "unsure letter")
        click.echo(f"note: {told} from before: see handouts outbox list", err=True)


_KEYS: "Mapping[Key, str]" = {
    "password": "locked with the password of the row",
    "code": "locked with a code of out/codes.csv",
    "birth_date": "locked with the date of birth, which is guessed in minutes",
    "nothing": "not locked, since the row's `consent` is yes",
}


def _what_became_of(entry: "Entry") -> str:
    """What has become of a letter, when, and what can be done."""
    told, hint = _BECAME[entry.state]
    return f"it {told} on {entry.changed.astimezone():%Y-%m-%d %H:%M}{hint}"


_BECAME: "Mapping[State, tuple[str, str]]" = {
    "queued": ("was queued", ", and waits"),
    "sending": ("was being sent", ""),
    "sent": ("was sent", " (--again asks about it)"),
    "failed": ("was refused", " (handouts outbox retry offers it again)"),
    "unsure": ("may have been sent", " (handouts outbox list tells how to find out)"),
}


def _again(changed: "Sequence[tuple[Ready, Entry]]", *, asks: bool) -> "Iterator[Ready]":
    """Those of the letters that would be a person's second ones and are mailed nevertheless."""
    for one, entry in changed:
        when = f"{entry.changed.astimezone():%Y-%m-%d %H:%M}"
        told = f"{one.letter} was mailed for the same visit on {when} ({entry})"
        if not asks:
            click.echo(f"not mailed: {told} (you are asked about it without --yes)")
            continue
        click.echo(f"{told}; an entry, a text, the address or the choice of sheets may differ")
        if _says_yes("Mail it now?"):
            yield one


def _agreed(letters: "Sequence[Ready]", writer: "Writer", *, drafts: bool) -> bool:
    """Whether somebody who has seen the first letters says that all are to be mailed."""
    for one in letters[:_SHOWN]:
        files = f"{', '.join(writer.files(one.letter))} ({_KEYS[one.letter.key]})"
        words = writer.words(one.letter)
        to = one.letter.address.mailbox
        click.echo(f"\nTo: {to}\nSubject: {words.subject}\nFiles: {files}\n")
        click.echo("".join(f"  {line}\n" for line in words.text.splitlines()), nl=False)
    told = ", though there are drafts among the sheets" if drafts else ""
    if _says_yes(f"\nMail {counted(len(letters), 'letter')}{told}?"):
        return True
    click.echo("Nothing was mailed.")
    return False


def _says_yes(question: str) -> bool:
    """What somebody answers; MailError where nobody is there."""
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        click.echo(err=True)
        raise MailError("Nothing was mailed: nobody is there to answer (see --yes).") from None


def _write(letters: "Sequence[Ready]", writer: "Writer", out: Path) -> None:
    """Write the letters as files, in place of those of an earlier day."""
    with writing(out):
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in out.glob("[0-9][0-9][0-9]-*.eml"):
            path.unlink()
    passwords = writer.passwords(one.letter for one in letters)
    with writing(out):
        for number, (one, password) in enumerate(zip(letters, passwords, strict=True), 1):
            _, message = writer.message(one, password, one.letter.address)
            whose = one.letter.person.ref or f"row-{one.letter.rows[0]}"
            put(out / f"{number:03}-{whose}.eml", message, within=out, mode=0o600)
    click.echo(f"{shown(out)}: {counted(len(letters), 'letter')}, none of them mailed")
