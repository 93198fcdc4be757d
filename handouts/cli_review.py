"""The commands of whoever reads a text and signs it: review, sign."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from handouts.cli_folder import AS_OF, CLINIC, folder_of, here, opened, warm_press
from handouts.clinic import Role
from handouts.machine import writing
from handouts.problems import HandoutsError, NotFound, printable, shown

if TYPE_CHECKING:
    from handouts.checks.finding import Finding
    from handouts.clinic import Signature
    from handouts.library import Library
    from handouts.model import Text
    from handouts.problems import Place
    from handouts.review import Review


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--language", default="en", show_default=True, help="The language of the texts.")
@click.option("--each", is_flag=True, help="A packet for each text, not one for all.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True)
@AS_OF
@CLINIC
def review(
    ids: Sequence[str],
    language: str,
    each: bool,
    out: Path,
    as_of: datetime | None,
    clinic: Path | None,
) -> None:
    """Print texts for whoever signs them: every statement beside its sources, and lines to sign."""
    library = opened(folder_of(clinic))
    wanted = ids or [one for one in library.offered() if (one, language) in library.texts]
    texts = [library.text(one, language) for one in dict.fromkeys(wanted)]
    if not texts:
        raise NotFound("text in", language, library.ids())
    day = as_of.date() if as_of else date.today()
    press = warm_press(library)
    for several in [[text] for text in texts] if each else [texts]:
        document = press.print(_packet(library, several, day))
        with writing(out):
            path = document.write(out / f"{document.name}.pdf")
        click.echo(f"{path}: {document.pages} pages")


def _packet(library: "Library", texts: "Sequence[Text]", day: date) -> "Review":
    """The packet of these texts, with what the checks find in each."""
    from handouts.checks import findings
    from handouts.checks.precheck import precheck
    from handouts.checks.sheet import Sheet
    from handouts.review import Remark, Review

    remarks, seen = {}, {}
    for text in texts:
        found = findings(library, [text], day)
        # Who has signed, and what has changed since, has places of its own.
        told = sorted((one for one in found if one.rule != "unsigned"), key=_weight)
        remarks[text.id] = [
            Remark(one.severity, _within(library, one.place), one.message, one.hint) for one in told
        ]
        seen[text.id] = precheck(Sheet(library, text, day), found)
    return Review(tuple(texts), library.clinic, day, remarks, seen)


def _weight(finding: "Finding") -> int:
    return ("error", "warning", "note").index(finding.severity)


def _within(library: "Library", place: "Place") -> str:
    """The place, from the folder that it lies in."""
    path = Path(place.path).absolute()
    within = [path.relative_to(one) for one in library.folders if path.is_relative_to(one)]
    return str(replace(place, path=str(within[0]))) if within else str(place)


@click.command()
@click.argument("text_id", metavar="ID")
@click.option("--language", default="en", show_default=True, help="The language of the text.")
@click.option("--by", metavar="NAME", required=True, help="Who signs: it prints on each page.")
@click.option("--role", type=click.Choice(get_args(Role)), required=True)
@click.option("--yes", is_flag=True, help="Do not ask: all of it has been read.")
@AS_OF
@CLINIC
def sign(
    text_id: str,
    language: str,
    by: str,
    role: Role,
    yes: bool,
    as_of: datetime | None,
    clinic: Path | None,
) -> None:
    """Sign a text as it is written now; when all have signed, it is no draft any more."""
    from handouts.signing import sign as signed
    from handouts.signing import signature
    from handouts.signoff import signoff
    from handouts.starter import own_folder

    folder = own_folder(clinic, here())
    library = opened(folder)
    text = library.text(text_id, language)
    day = as_of.date() if as_of else date.today()
    _refuse_errors(library, text, day)
    given = signature(library, text, by=by, role=role, day=day)
    standing = signoff(library, text, day).signatures
    if any((one.role, one.by) == (given.role, given.by) for one in standing):
        click.echo(f"{text_id}-{language}: {printable(by)} has signed it as {role} already")
        return
    for line in _to_read(library, text):
        click.echo(line)
    if not yes:
        _ask(text, given)
    with writing(folder):
        path = signed(library, text, given)
    state = signoff(opened(folder), text, day)
    left = "no draft any more"
    if state.missing:
        left = f"still to sign: {', '.join(state.missing)}"
    elif state.overdue:
        left = "a draft still, since its review is overdue"
    also = [one.role for one in state.signatures if one.by == given.by and one.role != role]
    if also:
        click.echo(f"note: the same person has signed as {' and '.join(also)}", err=True)
    click.echo(f"{shown(path)}: {text_id}-{language} signed as {role}; {left}")


def _refuse_errors(library: "Library", text: "Text", day: date) -> None:
    """Tell what the checks find wrong, in the words and on the pages."""
    from handouts.checks import findings
    from handouts.checks.proof import Proof
    from handouts.handout import Handout

    job = Handout(text, library.clinic, day)
    proof = Proof(library, job, warm_press(library).print(job).pdf)
    found = findings(library, [text], day, [proof])
    errors = [one for one in found if one.severity == "error"]
    if errors:
        told = "\n".join(map(str, errors))
        last = f"`{text.id}` cannot be signed while there are errors: mend them, or accept them."
        raise HandoutsError(f"{told}\n{last}")


def _to_read(library: "Library", text: "Text") -> Iterator[str]:
    """What a signer is shown: what has changed, and what no source was read in full for."""
    from handouts.signing import uncertain
    from handouts.signoff import since

    newest = since(library, text)
    if newest and newest.changes:
        yield f"Changed since {newest.signature.by} signed on {newest.signature.day}:"
    for change in newest.changes if newest else ():
        yield f"  {change.key}"
        if change.old is not None:
            yield f"    was: {change.old}"
        if change.new is not None:
            yield f"    is:  {change.new}"
    if unsure := uncertain(text):
        yield "No source was read in full for these statements, so that you alone answer for them:"
    for statement in unsure:
        yield f"  {statement.id} ({statement.confidence}): {statement.text}"


def _ask(text: "Text", given: "Signature") -> None:
    if not sys.stdin.isatty():
        raise HandoutsError("Nobody is there to ask: say --yes when all of it has been read.")
    asked = f"You have read all of “{text.title}”, and sign it as {given.role}?"
    if not click.confirm(asked, default=False):
        raise HandoutsError("Nothing was signed.")
