"""The commands that look texts over: check, rules."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli_folder import AS_OF, CLINIC, folder_of, opened, warm_press
from handouts.problems import ContentError, NotFound, near

if TYPE_CHECKING:
    from handouts.checks.finding import Finding
    from handouts.checks.proof import Proof
    from handouts.library import Library
    from handouts.model import Text
    from handouts.press import Press
    from handouts.views import Job

_FOR_PROGRAMS = ("json", "github", "sarif")


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--language", help="Only texts in this language: all languages.")
@click.option("--words", is_flag=True, help="Only what is written: nothing is printed.")
@click.option("--strict", is_flag=True, help="Fail on a warning too.")
@click.option("--allow", multiple=True, metavar="RULE,...", help="Findings to take as notes.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *_FOR_PROGRAMS, "table"]),
    default="text",
    show_default=True,
    help="table: how hard each text is to read.",
)
@AS_OF
@CLINIC
def check(
    ids: Sequence[str],
    language: str | None,
    words: bool,
    strict: bool,
    allow: Sequence[str],
    form: str,
    as_of: datetime | None,
    clinic: Path | None,
) -> None:
    """Check texts and their pages, all of them where none is named, and tell what to mend."""
    from handouts.checks import findings, report, unreadable
    from handouts.checks.pages import standards

    allowed = _rules(allow)
    day = as_of.date() if as_of else date.today()
    try:
        library = opened(folder_of(clinic))
        texts = [library.text(*key) for key in _asked_for(library, ids, language)]
        if form == "table":
            click.echo("\n".join(report.table(library, texts, day)))
            return
        # A press reads the clinic's own templates and styles.
        press = warm_press(library) if library.files or not words else None
        jobs = _jobs(library, texts, day, booklet=not ids) if not words else []
        proofs = [_proof(library, press, job) for job in jobs] if press else []
    except ContentError as error:
        if form not in _FOR_PROGRAMS:
            raise
        _tell(unreadable.told(error.problems), form, strict=strict)
        return
    found = [*findings(library, texts, day, proofs), *standards.check(proofs)]
    _tell(report.allowing(found, allowed), form, strict=strict)


def _jobs(
    library: "Library", texts: "Sequence[Text]", day: date, *, booklet: bool
) -> "Iterator[Job]":
    """A blank of each text in a language that is switched on, and each booklet."""
    from handouts.booklet import booklet as book
    from handouts.handout import Handout

    texts = [text for text in texts if text.language in library.clinic.languages]
    for text in texts:
        yield Handout(text, library.clinic, day)
    for language in dict.fromkeys(text.language for text in texts):
        if booklet and len(library.chapters(language)) > 1:
            yield book(library, language, day)


def _proof(library: "Library", press: "Press", job: "Job") -> "Proof":
    from handouts.checks.proof import Proof

    return Proof(library, job, press.print(job).pdf)


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


@click.command()
def rules() -> None:
    """Tell what each check looks for and why, as a page in Markdown."""
    from handouts.checks import report

    click.echo("\n".join(report.manual()))
