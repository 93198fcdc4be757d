"""The commands: arguments, one call, one line of report. Printing is imported when it prints."""

import errno
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli_copies import copies
from handouts.cli_folder import (
    AS_OF,
    CLINIC,
    adopt,
    compare,
    folder_of,
    init,
    opened,
    schema,
    warm_press,
)
from handouts.cli_print import booklet, print_
from handouts.cli_review import review, sign
from handouts.problems import (
    ContentError,
    HandoutsError,
    NotFound,
    near,
)

if TYPE_CHECKING:
    from handouts.checks.finding import Finding
    from handouts.library import Library


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
@AS_OF
@CLINIC
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
        library = opened(folder_of(clinic))
        if library.files:
            warm_press(library)  # reads the clinic's own templates and styles
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


for command in (print_, booklet, copies, review, sign, init, adopt, compare, schema):
    main.add_command(command)


def run() -> None:
    """Without an argument, print everything: what `render.py` does."""
    main(sys.argv[1:] or ["print", "--all"])
