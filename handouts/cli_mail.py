"""The command that mails each patient of a file their copies."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli_bar import bar
from handouts.cli_folder import AS_OF, CLINIC, here, opened, warm_press
from handouts.cli_post import post, relay_of, sampled
from handouts.machine import put, writing
from handouts.problems import ContentError, Place, Problem, shown

if TYPE_CHECKING:
    from handouts.addresses import Address
    from handouts.letter import Key
    from handouts.mail import Ready, Sorted, Writer
    from handouts.mailbag import Mailbag
    from handouts.outbox import Entry, Outbox
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
    from handouts.codes import Codes
    from handouts.mail import Writer, sort
    from handouts.mailbag import Mailbag
    from handouts.outbox import held
    from handouts.workers import Bench

    writer = Writer(library, Codes(home / "out" / "codes.csv"))
    me = _own(to_me) if to_me else None
    relay = None if dry_run else relay_of(library.clinic)
    bag = Mailbag(library, file, language)
    bench = Bench(home, as_of.date() if as_of else date.today())
    with held(home) as outbox, outbox.copies() as folder:
        if me and relay:
            bag.letters = bag.letters[:1]
            for one in _printed(bag, outbox, bench, folder, jobs):
                sampled(one, writer, relay, me)
        else:
            sorted_ = sort(outbox, _printed(bag, outbox, bench, folder, jobs))
            _tell(bag, sorted_, outbox)
            wanted = [*sorted_.fresh, *_again(sorted_.changed, asks=not (yes or dry_run))]
            if relay is None:
                _write(wanted, writer, out)
            elif not wanted or yes or _agreed(wanted, writer):
                outbox.queue(writer.postings(wanted, datetime.now().astimezone()))
                post(outbox, relay, library.clinic.mail, outbox.entries("queued"))
    if mistakes := bag.mistakes():
        raise ContentError(mistakes)


def _own(words: str) -> "Address":
    """Where a sample goes."""
    from handouts.addresses import address

    try:
        return address(words)
    except ValueError as error:
        raise ContentError(
            [Problem(Place("--to-me"), f"this {error.args[0]}", error.args[1])]
        ) from None


def _printed(
    bag: "Mailbag", outbox: "Outbox", bench: "Bench", folder: Path, jobs: int | None
) -> "list[Ready]":
    """The letters with their copies; what there is to know of them is told."""
    with bar("Copies", sum(len(one.orders) for one in bag.letters)) as seen:
        found = bag.printed(outbox, bench, folder, jobs or os.cpu_count() or 1, seen.update)
    for note in bag.notes:
        click.echo(f"note: {note}", err=True)
    if bag.drafts:
        click.echo(f"note: nobody has signed {', '.join(bag.drafts)}", err=True)
    return found


def _tell(bag: "Mailbag", letters: "Sorted", outbox: "Outbox") -> None:
    """What will be mailed, what will not, and why."""
    sheets = sum(len(one.letter.orders) for one in letters.fresh)
    told = f", with {_counted(sheets, 'sheet')}" if sheets else ""
    click.echo(f"{_counted(len(letters.fresh), 'letter')} to mail{told}")
    keys = Counter(one.letter.key for one in letters.fresh)
    for key, told in _KEYS.items():
        if keys[key]:
            click.echo(f"  {keys[key]} {told}")
    for letter in bag.unwilling:
        click.echo(f"not mailed: {letter}: its `consent` is no")
    for one, entry in letters.known:
        click.echo(f"not mailed: {one.letter}: {_when(entry)}")
    for one, entry in letters.waiting:
        click.echo(
            f"not mailed: {one.letter}: {entry} with one of these sheets still waits "
            f"(handouts outbox forget {entry.number} takes it back)"
        )
    if waiting := outbox.entries("queued"):
        click.echo(f"{_counted(len(waiting), 'letter')} from before will go with them")
    if unsure := outbox.entries("unsure"):
        told = "1 letter is" if len(unsure) == 1 else f"{len(unsure)} letters are"
        click.echo(f"note: {told} unsure: see handouts outbox list", err=True)


_KEYS: "Mapping[Key, str]" = {
    "password": "locked with the password of the row",
    "code": "locked with a code of out/codes.csv",
    "birth_date": "locked with the date of birth, which is guessed in minutes",
    "nothing": "not locked, since the row's `consent` is yes",
}


def _when(entry: "Entry") -> str:
    """What has become of a letter, and when."""
    told = {
        "queued": "it waits in the outbox since",
        "sent": "it was sent on",
        "failed": "it was refused (handouts outbox retry offers it again) on",
        "unsure": "nobody knows if it was sent (see handouts outbox list) on",
    }
    return f"{told[entry.state]} {entry.changed.astimezone():%Y-%m-%d %H:%M}"


def _again(changed: "Sequence[tuple[Ready, Entry]]", *, asks: bool) -> "Iterator[Ready]":
    """Those of the letters that would be a person's second ones and are mailed nevertheless."""
    for one, entry in changed:
        click.echo(
            f"{one.letter}: a letter for the same visit has a sheet of this one, and is not the "
            f"same to the letter: {_when(entry)}"
        )
        if asks and click.confirm("Mail this one too?", err=True):
            yield one
        else:
            click.echo(f"not mailed: {one.letter}")


def _agreed(letters: "Sequence[Ready]", writer: "Writer") -> bool:
    """Whether somebody who has seen the first letters says that all are to be mailed."""
    for one in letters[:_SHOWN]:
        files = f"{', '.join(writer.files(one.letter))} ({_KEYS[one.letter.key]})"
        words = writer.words(one.letter)
        click.echo(
            f"\nTo: {one.letter.address.mailbox}\nSubject: {words.subject}\nFiles: {files}\n"
        )
        click.echo("".join(f"  {line}\n" for line in words.text.splitlines()), nl=False)
    try:
        if click.confirm(f"\nMail {_counted(len(letters), 'letter')}?", err=True):
            return True
    except click.Abort:
        click.echo("\nnote: nobody is there to be asked: add --yes", err=True)
    click.echo("Nothing was mailed.")
    return False


def _write(letters: "Sequence[Ready]", writer: "Writer", out: Path) -> None:
    """Write the letters as files, in place of those of an earlier day."""
    passwords = writer.passwords(one.letter for one in letters)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in out.glob("[0-9][0-9][0-9]*.eml"):
            path.unlink()
        now = datetime.now().astimezone()
        for number, (one, password) in enumerate(zip(letters, passwords, strict=True), 1):
            to, name = one.letter.address, writer.message_id()
            message = writer.message(one, password, to=to, message_id=name, now=now)
            whose = one.letter.person.ref or f"row-{one.letter.rows[0]}"
            put(out / f"{number:03}-{whose}.eml", message, within=out, mode=0o600)
    click.echo(f"{shown(out)}: {_counted(len(letters), 'letter')}, none of them mailed")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
