"""Commands of a clinic's folder: begun, given copies of ours, compared, described to editors."""

import contextlib
import importlib
import io
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.machine import NothingPrints, writing
from handouts.problems import ContentError, Problem, printable, shown

if TYPE_CHECKING:
    from handouts.library import Library
    from handouts.press import Press
    from handouts.starter import Laid

CLINIC = click.option(
    "--clinic",
    type=click.Path(path_type=Path),
    envvar="HANDOUTS_CLINIC",
    help="The clinic's own folder: the nearest with a clinic.yaml, from here upwards.",
)
AS_OF = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day it is done for: today."
)


def folder_of(clinic: Path | None) -> Path | None:
    """The clinic's folder: the one that is named, or else the nearest from here upwards."""
    from handouts.starter import clinic_above

    return clinic or clinic_above(here())


def here() -> Path:
    """The folder in which the command is typed."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise ContentError([Problem(None, "The folder you are in is no longer there.")]) from None


def opened(folder: Path | None) -> "Library":
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
            warm_press(library)
    except ContentError as error:
        return error.problems
    return ()


def warm_press(library: "Library") -> "Press":
    """A warm press; NothingPrints where what WeasyPrint needs cannot be loaded."""
    load_printing()
    from handouts.press import Press

    return Press(library)


def load_printing() -> None:
    """Load all that prints; NothingPrints where what WeasyPrint needs cannot be loaded."""
    try:
        # WeasyPrint says so at length on standard output, before it raises.
        with contextlib.redirect_stdout(io.StringIO()):
            importlib.import_module("handouts.press")
    except OSError as error:
        raise NothingPrints(error) from None


@click.command()
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
    if folder.resolve() != here():
        click.echo(f"  cd {shlex.quote(str(folder))}")
    click.echo("  handouts print --all")


def _tell_laid(files: "Sequence[Laid]") -> None:
    for file in files:
        click.echo(f"{'made' if file.made else 'kept'} {shown(file.path)}")


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@CLINIC
def adopt(paths: Sequence[str], clinic: Path | None) -> None:
    """Copy files of ours into your folder, to change them there; without a PATH, list them."""
    from handouts import starter

    if not paths:
        click.echo("\n".join(starter.ours()))
        return
    folder = starter.own_folder(clinic, here())
    with writing(folder):
        files = starter.adopt(folder, paths)
    _tell_laid(files)
    if merged := [file.name for file in files if file.made and starter.is_merged(file.name)]:
        click.echo(f"In {', '.join(merged)}, keep only the entries that you change.")
    click.echo("Later on, handouts compare tells what has changed in ours.")


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--seen", is_flag=True, help="Take ours of today as looked at.")
@CLINIC
def compare(paths: Sequence[str], seen: bool, clinic: Path | None) -> None:
    """Tell what has changed in ours since you put files of your own in their place."""
    from handouts import starter

    folder = starter.own_folder(clinic, here())
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


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@CLINIC
def schema(folder: Path | None, clinic: Path | None) -> None:
    """Write JSON Schemas, by which an editor knows the keys of your files."""
    from handouts import schema as schemas

    home = folder_of(clinic)
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
