"""The commands: arguments, one call, one line of report. Printing is imported when it prints."""

import os
import secrets
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from handouts.checks.finding import Finding
    from handouts.clinic import Patient
    from handouts.handout import Edition, Handout
    from handouts.library import Library
    from handouts.press import Document, Press


class _Polite(click.Group):
    """Turns a mistake that a person can fix into its sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        from handouts.problems import HandoutsError

        try:
            return super().invoke(ctx)
        except HandoutsError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)


@click.group(cls=_Polite, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handouts")
def main() -> None:
    """Print handouts for patients: accessible, archival, every statement with its source."""


_AS_OF = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day it is done for: today."
)
_CLINIC = click.option(
    "--clinic",
    type=click.Path(path_type=Path),
    envvar="HANDOUTS_CLINIC",
    help="The clinic's own folder.",
)


@main.command("print")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Print every text in every language.")
@click.option("--language", default="en", show_default=True, help="The language to print.")
@click.option("--edition", type=click.Choice(["standard"]), default="standard", show_default=True)
@click.option("--paper", type=click.Choice(["Letter", "A4"]), help="Instead of the clinic's own.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True)
@_AS_OF
@click.option(
    "--patient", type=click.Path(path_type=Path), help="A person's YAML file, or - to read it."
)
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Fill in one field.")
@_CLINIC
def print_(
    ids: Sequence[str],
    everything: bool,
    language: str,
    edition: "Edition",
    paper: str | None,
    out: Path,
    as_of: datetime | None,
    patient: Path | None,
    settings: Sequence[str],
    clinic: Path | None,
) -> None:
    """Print handouts as PDF files, for everybody or for one patient."""
    from handouts.handout import Handout
    from handouts.library import open_library
    from handouts.press import Press
    from handouts.problems import ContentError, Problem

    if not ids and not everything:
        raise click.UsageError("Say which text to print, or --all.")
    library = open_library(clinic)
    if paper:
        chosen = library.clinic.model_copy(update={"paper": paper})
        library = replace(library, clinic=chosen)
    person = _person(library, patient, settings)
    day = as_of.date() if as_of else date.today()
    spoken = person.language if person and person.language else language
    wanted = _wanted(library, ids, everything=everything, language=spoken)
    press = Press(library)
    problems: list[Problem] = []
    for text in [library.text(*key) for key in wanted]:
        try:
            handout = Handout(text, library.clinic, day, person, edition)
            _report(*_printed(press, handout, out))
        except ContentError as error:
            # One sheet's mistake keeps no other from being printed.
            problems += error.problems
    if problems:
        raise ContentError(problems)


def _person(library: "Library", path: Path | None, settings: Sequence[str]) -> "Patient | None":
    """The patient of `--patient` and `--set`, None where neither is given."""
    from handouts.patients import from_settings
    from handouts.reading import read, read_bytes

    if path is None and not settings:
        return None
    pairs = [_pair(setting) for setting in settings]
    if len(dict(pairs)) < len(pairs):
        raise click.UsageError("--set names a field twice.")
    file = None
    if path is not None:
        file = read_bytes(sys.stdin.buffer.read(), "-") if str(path) == "-" else read(path)
    return from_settings(dict(pairs), library.fields, file)


def _pair(setting: str) -> tuple[str, str]:
    field, equals, value = setting.partition("=")
    if not equals:
        raise click.UsageError("--set wants FIELD=VALUE, such as --set name='Anna Example'.")
    return field.strip(), value


def _wanted(
    library: "Library", ids: Sequence[str], *, everything: bool, language: str
) -> Sequence[tuple[str, str]]:
    from handouts.problems import NotFound

    if everything:
        if not any(key[1] in library.clinic.languages for key in library.texts):
            raise NotFound("text in", " or ".join(library.clinic.languages), library.ids())
        return sorted(key for key in library.texts if key[1] in library.clinic.languages)
    return [(text_id, language) for text_id in dict.fromkeys(ids)]


def _printed(press: "Press", handout: "Handout", out: Path) -> tuple[Path, "Document", float]:
    from handouts.problems import ContentError, Place, Problem, shown

    start = time.perf_counter()
    document = press.print(handout)
    try:
        if handout.patient:
            # A copy that bears a person's values never bears the name of a blank.
            mark = handout.patient.ref or secrets.token_hex(6)
            path = document.write(out / "personal" / f"{mark}-{document.name}.pdf", mode=0o600)
        else:
            path = document.write(out / f"{document.name}.pdf")
    except OSError as error:
        problem = Problem(Place(shown(out)), f"cannot be written: {os.strerror(error.errno or 0)}")
        raise ContentError([problem]) from None
    return path, document, time.perf_counter() - start


def _report(path: Path, document: "Document", seconds: float) -> None:
    for warning in document.warnings:
        click.echo(f"note: {warning}", err=True)
    click.echo(f"{path}: {document.pages} pages, {seconds:.1f} s")


@main.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--language", help="Only texts in this language: all languages.")
@click.option("--strict", is_flag=True, help="Fail on a warning too.")
@click.option("--allow", multiple=True, metavar="RULE,...", help="Findings to take as notes.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "table"]),
    default="text",
    show_default=True,
    help="table: how hard each text is to read.",
)
@_AS_OF
@_CLINIC
def check(
    ids: Sequence[str],
    language: str | None,
    strict: bool,
    allow: Sequence[str],
    form: str,
    as_of: datetime | None,
    clinic: Path | None,
) -> None:
    """Check texts, all of them where none is named, and tell what has to be mended."""
    from handouts.checks import findings, report, unreadable
    from handouts.library import open_library
    from handouts.problems import ContentError

    allowed = _rules(allow)
    try:
        library = open_library(clinic)
    except ContentError as error:
        if form not in ("json", "github"):
            raise
        _tell(unreadable.told(error.problems), form, strict=strict)
        return
    texts = [library.text(*key) for key in _asked_for(library, ids, language)]
    day = as_of.date() if as_of else date.today()
    if form == "table":
        click.echo("\n".join(report.table(library, texts, day)))
        return
    _tell(report.allowing(findings(library, texts, day), allowed), form, strict=strict)


def _tell(found: "Sequence[Finding]", form: str, *, strict: bool) -> None:
    """The findings in that form, and exit code 1 where they fail."""
    from handouts.checks import report

    for line in report.FORMATS[form](found):
        click.echo(line)
    if report.failed(found, strict=strict):
        click.get_current_context().exit(1)


def _rules(allow: Sequence[str]) -> Sequence[str]:
    """The rules named between commas, each of which there is."""
    from handouts.checks import RULES
    from handouts.problems import near

    named = [rule.strip() for several in allow for rule in several.split(",") if rule.strip()]
    wrong = dict.fromkeys(rule for rule in named if rule not in RULES)
    if wrong:
        told = (f"There is no rule `{rule}` ({near(rule.lower(), RULES)})." for rule in wrong)
        raise click.UsageError(" ".join(told))
    return named


def _asked_for(
    library: "Library", ids: Sequence[str], language: str | None
) -> Sequence[tuple[str, str]]:
    """Every text, or those of these ids; in every language, or in that one."""
    from handouts.problems import NotFound

    spoken = {key[1] for key in library.texts}
    if language and language not in spoken:
        raise NotFound("language", language, spoken)
    for text_id in ids:
        if text_id not in library.ids():
            raise NotFound("text", text_id, library.ids())
    wanted = set(ids or library.ids())
    return sorted(key for key in library.texts if key[0] in wanted and language in (None, key[1]))


@main.command()
def rules() -> None:
    """Tell what each check looks for and why, as a page in Markdown."""
    from handouts.checks import report

    click.echo("\n".join(report.manual()))


def run() -> None:
    """Without an argument, print everything: what `render.py` does."""
    main(sys.argv[1:] or ["print", "--all"])
