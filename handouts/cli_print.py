"""The commands that print: handouts and booklets, for everybody or for one patient."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from handouts.cli_folder import AS_OF, CLINIC, folder_of, here, load_printing, opened
from handouts.cli_person import person_of
from handouts.model import EDITIONS
from handouts.problems import (
    ContentError,
    HandoutsError,
    NotFound,
    Place,
    Problem,
    near,
)

if TYPE_CHECKING:
    from handouts.booklet import Booklet
    from handouts.clinic import Patient
    from handouts.library import Library
    from handouts.model import Edition, Text
    from handouts.runs import Printed
    from handouts.tasks import Task
    from handouts.views import Job

_OPTIONS = (
    click.option("--language", help="The language to print: en."),
    click.option("--edition", type=click.Choice(EDITIONS), help="The edition to print: standard."),
    click.option("--paper", type=click.Choice(["Letter", "A4"]), help="Instead of the clinic's."),
    click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True),
    click.option(
        "--jobs", type=click.IntRange(1), help="How many print at the same time: all processors."
    ),
    AS_OF,
    click.option(
        "--patient", type=click.Path(path_type=Path), help="A person's YAML file, or - to read it."
    ),
    click.option(
        "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Fill in one field."
    ),
    CLINIC,
)


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of all that print."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class _Order:
    """What every print is for: a library, in which languages and editions, which day, for whom."""

    folder: Path | None
    paper: str | None
    jobs: int
    library: "Library"
    languages: "Sequence[str]"
    editions: "Sequence[Edition]"
    day: date
    patient: "Patient | None"


def _order(
    *,
    language: str | None,
    edition: "Edition | None",
    paper: str | None,
    jobs: int | None,
    as_of: datetime | None,
    patient: Path | None,
    settings: Sequence[str],
    clinic: Path | None,
    everything: bool = False,
) -> _Order:
    """The order; of everything, all that the clinic has switched on, unless one is named."""
    folder = folder_of(clinic)
    if folder and folder not in (clinic, here()):
        click.echo(f"note: for the clinic of {folder}", err=True)
    library = opened(folder).on_paper(paper)
    _tell_brand(library)
    person = person_of(library, patient, settings)
    if person:
        language, edition = language or person.language, edition or person.edition
    day = as_of.date() if as_of else date.today()
    return _Order(
        folder,
        paper,
        jobs or os.cpu_count() or 1,
        library,
        library.clinic.languages if everything and not language else (language or "en",),
        library.clinic.editions if everything and not edition else (edition or "standard",),
        day,
        person,
    )


@click.command("print")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Print every text, and the booklet.")
@click.option("--sheets", type=click.Choice(["two-up"]), help="Two pages a side, to save paper.")
@_options
def print_(
    ids: Sequence[str],
    everything: bool,
    sheets: "Literal['two-up'] | None",
    out: Path,
    **asked: Any,
) -> None:
    """Print handouts as PDF files, for everybody or for one patient."""
    if not ids and not everything:
        raise click.UsageError("Say which text to print, or --all.")
    order = _order(**asked, everything=everything)
    from handouts.tasks import Finish, Task

    finish = Finish(sheets)
    wanted = _offered(order) if everything else [(one, order.languages[0]) for one in ids]
    tasks = [Task(job, (finish,)) for job in _handouts(order, dict.fromkeys(wanted))]
    if everything:
        for job in _booklets(order):
            # Half a sheet a page, and to be folded, is none but the standard edition.
            folds = job.edition == "standard" and not sheets
            tasks.append(Task(job, (finish, Finish("saddle")) if folds else (finish,)))
    _print_all(order, tasks, out)


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option(
    "--sheets",
    type=click.Choice(["saddle", "two-up", "test"]),
    help="saddle: to fold and staple. two-up: two pages a side. test: which duplex setting is "
    "right.",
)
@click.option(
    "--thickness",
    type=click.FloatRange(0, 0.5),
    metavar="MM",
    help="Of one sheet of the paper, so that the pages of a thick booklet stay in line: 0.1.",
)
@click.option("--marks", is_flag=True, help="Show where to fold and staple, with --sheets saddle.")
@_options
def booklet(
    ids: Sequence[str],
    sheets: "Literal['saddle', 'two-up', 'test'] | None",
    thickness: float | None,
    marks: bool,
    out: Path,
    **asked: Any,
) -> None:
    """Print texts as the chapters of one booklet: those named, or the clinic's own."""
    if sheets != "saddle" and (marks or thickness is not None):
        raise click.UsageError("--marks and --thickness go with --sheets saddle.")
    order = _order(**asked)
    (language,), (edition,) = order.languages, order.editions
    if sheets == "saddle" and edition != "standard":
        raise HandoutsError("A booklet in large print has whole pages: it is not folded.")
    from handouts.tasks import Finish, Task

    texts = [_asked(order.library, one, language) for one in dict.fromkeys(ids)]
    job = _booklet(order, language, edition, tuple(text.id for text in texts))
    if sheets == "test":
        from handouts.booklet import DuplexTest

        job = DuplexTest.of(job, order.library.labels[language]["duplex_title"])
    finish = Finish(sheets, marks=marks)
    if thickness is not None:
        finish = replace(finish, thickness=thickness)
    _print_all(order, [Task(job, (finish,))], out)


def _handouts(order: _Order, wanted: "Iterable[tuple[str, str]]") -> "Iterator[Job]":
    from handouts.handout import Handout

    for key in wanted:
        text = _asked(order.library, *key)
        for edition in order.editions:
            yield Handout(text, order.library.clinic, order.day, order.patient, edition)


def _offered(order: _Order) -> Sequence[tuple[str, str]]:
    """Every text that the clinic hands out, in each language; what is not translated is told."""
    library = order.library
    wanted = [(text, spoken) for text in sorted(library.offered()) for spoken in order.languages]
    there = [key for key in wanted if key in library.texts]
    if not there:
        raise NotFound("text in", " or ".join(order.languages), library.ids())
    for text, spoken in wanted:
        if (text, spoken) not in library.texts:
            known = " and ".join(library.languages_of(text))
            told = f"there is no `{text}` in the language `{spoken}`, only in {known}"
            click.echo(f"note: {told}", err=True)
    return there


def _booklets(order: _Order) -> "Iterator[Job]":
    """The clinic's booklet in each language and edition; one text alone makes none."""
    for language in order.languages:
        if len(order.library.chapters(language)) > 1:
            for edition in order.editions:
                yield _booklet(order, language, edition)


def _booklet(
    order: _Order, language: str, edition: "Edition", ids: Sequence[str] = ()
) -> "Booklet":
    from handouts.booklet import booklet

    library = order.library
    if language not in library.clinic.languages:
        raise NotFound("language switched on", language, library.clinic.languages)
    if not ids and not library.chapters(language):
        raise HandoutsError(f"No text that you hand out is in the language `{language}`.")
    return booklet(library, language, order.day, ids=ids, patient=order.patient, edition=edition)


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


def _tell_brand(library: "Library") -> None:
    """Say what becomes of a colour that words cannot take."""
    from handouts.brand import pale

    for key, message, hint in pale(library.clinic.brand):
        place = library.clinic_reading.place(("brand", key))
        click.echo(f"note: {Problem(place, message, hint)}", err=True)


def _print_all(order: _Order, tasks: "Sequence[Task]", out: Path) -> None:
    """Print all of them and tell of each; ContentError tells the mistakes of all."""
    load_printing()
    from handouts.runs import Run, Unprinted
    from handouts.workers import Bench, pool

    run = Run(Bench(order.folder, order.day, order.paper), order.library, out)
    problems: dict[tuple[Place | None, str], Problem] = {}
    warned: dict[str, None] = {}
    kept = 0
    for result in run.prints(tasks, pool, order.jobs):
        if isinstance(result, Unprinted):
            # One sheet's mistake keeps no other from being printed; that of many is told once.
            problems |= {(one.place, one.message): one for one in result.problems}
            if result.fatal:
                break
            continue
        for note in result.notes:
            if note not in warned:
                click.echo(f"note: {note}", err=True)
        warned |= dict.fromkeys(result.notes)
        kept += result.seconds is None
        if result.seconds is not None:
            click.echo(_report(result, result.seconds))
    if kept:
        files = "1 file is" if kept == 1 else f"{kept} files are"
        click.echo(f"{out}: {files} as before, since nothing has changed")
    if problems:
        raise ContentError([*problems.values()])


def _report(printed: "Printed", seconds: float) -> str:
    pages = "1 page" if printed.pages == 1 else f"{printed.pages} pages"
    if printed.name.endswith("-saddle"):
        sheets = printed.pages // 2
        paper = "1 sheet" if sheets == 1 else f"{sheets} sheets"
        pages = f"{paper}, for both sides, turned over the short edge, at actual size"
    return f"{printed.path}: {pages}, {seconds:.1f} s"
