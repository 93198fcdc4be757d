"""The commands: arguments, one call, one line of report. Printing is imported when it prints."""

import contextlib
import errno
import io
import os
import secrets
import shlex
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.machine import NothingPrints, Unwritable, writing
from handouts.problems import (
    ContentError,
    HandoutsError,
    NotFound,
    Place,
    Problem,
    near,
    printable,
    shown,
)

if TYPE_CHECKING:
    from handouts.checks.finding import Finding
    from handouts.clinic import Patient
    from handouts.handout import Edition, Handout
    from handouts.library import Library
    from handouts.model import Text
    from handouts.press import Document, Press
    from handouts.reading import Reading
    from handouts.starter import Laid


class _Polite(click.Group):
    """Turns a mistake that a person can fix into its sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HandoutsError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            # As every shell tells it.
            ctx.exit(130)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            # Every place of ours has been told of by now: this is where the report goes.
            click.echo("What there is to tell cannot be written: the disk is full", err=True)
            _hush()
            ctx.exit(1)


def _hush() -> None:
    """Let what is left to tell go nowhere, so that Python does not try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Polite, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handouts")
def main() -> None:
    """Print handouts for patients: accessible, archival, every statement with its source.

    Without a command, everything is printed.
    """


_AS_OF = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day it is done for: today."
)
_CLINIC = click.option(
    "--clinic",
    type=click.Path(path_type=Path),
    envvar="HANDOUTS_CLINIC",
    help="The clinic's own folder: the nearest with a clinic.yaml, from here upwards.",
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

    if not ids and not everything:
        raise click.UsageError("Say which text to print, or --all.")
    folder = _folder(clinic)
    if folder and folder not in (clinic, _here()):
        click.echo(f"note: for the clinic of {folder}", err=True)
    library = _opened(folder)
    if paper:
        chosen = library.clinic.model_copy(update={"paper": paper})
        library = replace(library, clinic=chosen)
    _tell_brand(library)
    person = _person(library, patient, settings)
    day = as_of.date() if as_of else date.today()
    spoken = person.language if person and person.language else language
    wanted = _wanted(library, ids, everything=everything, language=spoken)
    texts = [_asked(library, *key) for key in wanted]
    handouts = [Handout(text, library.clinic, day, person, edition) for text in texts]
    _print_all(_press(library), handouts, out)


def _asked(library: "Library", text_id: str, language: str) -> "Text":
    """The text; where it is none of ours and there is no clinic, NotFound says that too."""
    try:
        text = library.text(text_id, language)
        # One that is not switched on may lack its labels.
        if language not in library.clinic.languages:
            raise NotFound("language switched on", language, library.clinic.languages)
        return text
    except NotFound as error:
        if len(library.folders) > 1 or "did you mean" in near(text_id, library.ids()):
            raise
        hint = "There is no clinic.yaml here or above: for a text of your own, go to its folder."
        raise HandoutsError(f"{error}\n{hint}") from None


def _opened(folder: Path | None) -> "Library":
    """The library; ContentError tells what is wrong in its templates and styles as well."""
    from handouts.library import open_library

    try:
        return open_library(folder)
    except ContentError as error:
        raise ContentError([*error.problems, *_wrong_pages(folder)]) from None


def _wrong_pages(folder: Path | None) -> Sequence[Problem]:
    """What is wrong in the clinic's templates and styles, though its texts cannot be read."""
    from handouts.library import no_clinic, pages_of

    if folder is None or no_clinic(folder):
        return ()
    try:
        library = pages_of(folder)
        if library.files:
            _press(library)
    except ContentError as error:
        return error.problems
    return ()


def _folder(clinic: Path | None) -> Path | None:
    """The clinic's folder: the one that is named, or else the nearest from here upwards."""
    from handouts.starter import clinic_above

    return clinic or clinic_above(_here())


def _here() -> Path:
    """The folder in which the command is typed."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise ContentError([Problem(None, "The folder you are in is no longer there.")]) from None


def _press(library: "Library") -> "Press":
    """A warm press; NothingPrints where what WeasyPrint needs cannot be loaded."""
    try:
        # WeasyPrint says so at length on standard output, before it raises.
        with contextlib.redirect_stdout(io.StringIO()):
            from handouts.press import Press
    except OSError as error:
        raise NothingPrints(error) from None
    return Press(library)


def _tell_brand(library: "Library") -> None:
    """Say what becomes of a colour that words cannot take."""
    from handouts.brand import pale

    for key, message, hint in pale(library.clinic.brand):
        place = library.clinic_reading.place(("brand", key))
        click.echo(f"note: {Problem(place, message, hint)}", err=True)


def _person(library: "Library", path: Path | None, settings: Sequence[str]) -> "Patient | None":
    """The patient of `--patient` and `--set`, None where neither is given."""
    from handouts.patients import from_settings
    from handouts.reading import read

    if path is None and not settings:
        return None
    pairs = [_pair(setting) for setting in settings]
    if len(dict(pairs)) < len(pairs):
        raise click.UsageError("--set names a field twice.")
    file = None
    if path is not None:
        file = _handed_over() if str(path) == "-" else read(path)
    return from_settings(dict(pairs), library.fields, file)


def _handed_over() -> "Reading":
    """What another program hands over on standard input."""
    from handouts.reading import read_bytes

    try:
        if sys.stdin is None:  # closed
            raise OSError(errno.EBADF, "closed")
        data = sys.stdin.buffer.read()
    except OSError as error:
        message = f"standard input cannot be read: {os.strerror(error.errno or 0)}"
        raise ContentError([Problem(Place("-"), message)]) from None
    return read_bytes(data, "-")


def _pair(setting: str) -> tuple[str, str]:
    field, equals, value = setting.partition("=")
    if not equals:
        raise click.UsageError("--set wants FIELD=VALUE, such as --set name='Anna Example'.")
    return field.strip(), value


def _wanted(
    library: "Library", ids: Sequence[str], *, everything: bool, language: str
) -> Sequence[tuple[str, str]]:
    if everything:
        spoken, offered = library.clinic.languages, library.offered()
        wanted = sorted(key for key in library.texts if key[0] in offered and key[1] in spoken)
        if not wanted:
            raise NotFound("text in", " or ".join(spoken), library.ids())
        return wanted
    return [(text_id, language) for text_id in dict.fromkeys(ids)]


def _print_all(press: "Press", handouts: "Sequence[Handout]", out: Path) -> None:
    """Print each; ContentError tells the mistakes of all."""
    problems: dict[tuple[Place | None, str], Problem] = {}
    for handout in handouts:
        try:
            _report(*_printed(press, handout, out))
        except ContentError as error:
            # One sheet's mistake keeps no other from being printed; that of many is told once.
            problems |= {(one.place, one.message): one for one in error.problems}
            if isinstance(error, Unwritable):
                break
    if problems:
        raise ContentError([*problems.values()])


def _printed(press: "Press", handout: "Handout", out: Path) -> tuple[Path, "Document", float]:
    start = time.perf_counter()
    document = press.print(handout)
    path, mode = out / f"{document.name}.pdf", 0o644
    if handout.patient:
        # A copy that bears a person's values never bears the name of a blank.
        mark = handout.patient.ref or secrets.token_hex(6)
        path, mode = out / "personal" / f"{mark}-{document.name}.pdf", 0o600
        if path.parent.is_symlink():
            message = "a person's copy is not written through a link"
            hint = "put a folder in its place"
            raise ContentError([Problem(Place(shown(path.parent)), message, hint)])
    with writing(out):
        try:
            document.write(path, mode=mode)
        except IsADirectoryError:
            message = "cannot be written: a folder bears its name"
            raise ContentError([Problem(Place(shown(path)), message)]) from None
    return path, document, time.perf_counter() - start


def _report(path: Path, document: "Document", seconds: float) -> None:
    for warning in document.warnings:
        click.echo(f"note: {warning}", err=True)
    pages = "1 page" if document.pages == 1 else f"{document.pages} pages"
    click.echo(f"{path}: {pages}, {seconds:.1f} s")


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

    allowed = _rules(allow)
    try:
        library = _opened(_folder(clinic))
        if library.files:
            _press(library)  # reads the clinic's own templates and styles
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
    spoken = {key[1] for key in library.texts}
    if language and language not in spoken:
        raise NotFound("language", language, spoken)
    for text_id in ids:
        if text_id not in library.ids():
            raise NotFound("text", text_id, library.ids())
    wanted = set(ids or library.offered())
    return sorted(key for key in library.texts if key[0] in wanted and language in (None, key[1]))


@main.command()
def rules() -> None:
    """Tell what each check looks for and why, as a page in Markdown."""
    from handouts.checks import report

    click.echo("\n".join(report.manual()))


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a folder for your clinic, where nothing that is there is written over."""
    from handouts.starter import begin

    with writing(folder):
        files = begin(folder)
    _tell_laid(files)
    click.echo(
        f"Next, write your clinic's name and phones into {folder / 'clinic.yaml'}; then type:"
    )
    if folder.resolve() != _here():
        click.echo(f"  cd {shlex.quote(str(folder))}")
    click.echo("  handouts print --all")


def _tell_laid(files: "Sequence[Laid]") -> None:
    for file in files:
        click.echo(f"{'made' if file.made else 'kept'} {shown(file.path)}")


@main.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@_CLINIC
def adopt(paths: Sequence[str], clinic: Path | None) -> None:
    """Copy files of ours into your folder, to change them there; without a PATH, list them."""
    from handouts import starter

    if not paths:
        click.echo("\n".join(starter.ours()))
        return
    folder = starter.own_folder(clinic, _here())
    with writing(folder):
        files = starter.adopt(folder, paths)
    _tell_laid(files)
    if merged := [file.name for file in files if file.made and starter.is_merged(file.name)]:
        click.echo(f"In {', '.join(merged)}, keep only the entries that you change.")
    click.echo("Later on, handouts compare tells what has changed in ours.")


@main.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--seen", is_flag=True, help="Take ours of today as looked at.")
@_CLINIC
def compare(paths: Sequence[str], seen: bool, clinic: Path | None) -> None:
    """Tell what has changed in ours since you put files of your own in their place."""
    from handouts import starter

    folder = starter.own_folder(clinic, _here())
    compared = starter.compare(folder, paths)
    if not compared:
        click.echo("No file of yours stands for one of ours.")
    problems: list[Problem] = []
    for one in compared:
        try:
            click.echo("\n".join(map(printable, one.told())))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    if any(one.has_news() for one in compared) and not seen:
        click.echo("When you have looked at this, type: handouts compare --seen")
    if seen:
        with writing(folder):
            starter.see(folder, compared)
        click.echo("Next time, ours is compared with what it is today.")


@main.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@_CLINIC
def schema(folder: Path | None, clinic: Path | None) -> None:
    """Write JSON Schemas, by which an editor knows the keys of your files."""
    from handouts import schema as schemas

    home = _folder(clinic)
    library = _readable(home)
    target = folder or (home or Path()) / "schemas"
    with writing(target):
        files = schemas.write(target, library, within=folder or home or Path())
    for path in files:
        click.echo(f"made {shown(path)}")
    if home:
        settings = home / ".vscode" / "settings.json"
        with writing(settings):
            made = schemas.write_settings(settings, target)
        click.echo(f"{'made' if made else 'kept'} {shown(settings)}")


def _readable(home: Path | None) -> "Library":
    """The library of that folder; ours where it cannot be read, since a schema helps to mend it."""
    from handouts.library import no_clinic, open_library

    try:
        return open_library(home)
    except ContentError as error:
        if home is None or no_clinic(home):
            raise
        click.echo(str(error), err=True)
        click.echo("note: the schemas know our own fields only, until this is mended", err=True)
        return open_library()


def run() -> None:
    """Without an argument, print everything: what `render.py` does."""
    main(sys.argv[1:] or ["print", "--all"])
