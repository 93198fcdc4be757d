"""The commands that print: handouts and booklets, for everybody or for one patient."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli_folder import AS_OF, CLINIC, folder_of, here, opened, warm_press
from handouts.cli_person import person_of
from handouts.machine import Unwritable, writing
from handouts.problems import (
    ContentError,
    HandoutsError,
    NotFound,
    Place,
    Problem,
    near,
    shown,
)

if TYPE_CHECKING:
    from handouts.booklet import Booklet
    from handouts.clinic import Patient
    from handouts.library import Library
    from handouts.model import Edition, Text
    from handouts.press import Document, Press
    from handouts.views import Job

    Finish = Callable[[Document], Document]

_OPTIONS = (
    click.option("--language", default="en", show_default=True, help="The language to print."),
    click.option(
        "--edition", type=click.Choice(["standard"]), default="standard", show_default=True
    ),
    click.option("--paper", type=click.Choice(["Letter", "A4"]), help="Instead of the clinic's."),
    click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True),
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
    """What every print is for: a clinic's library, a language, a day, and maybe a person."""

    library: "Library"
    language: str
    edition: "Edition"
    day: date
    patient: "Patient | None"


def _order(
    *,
    language: str,
    edition: "Edition",
    paper: str | None,
    as_of: datetime | None,
    patient: Path | None,
    settings: Sequence[str],
    clinic: Path | None,
) -> _Order:
    folder = folder_of(clinic)
    if folder and folder not in (clinic, here()):
        click.echo(f"note: for the clinic of {folder}", err=True)
    library = opened(folder).on_paper(paper)
    _tell_brand(library)
    person = person_of(library, patient, settings)
    day = as_of.date() if as_of else date.today()
    spoken = person.language if person and person.language else language
    return _Order(library, spoken, edition, day, person)


@click.command("print")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Print every text, and the booklet.")
@click.option("--sheets", type=click.Choice(["two-up"]), help="Two pages a side, to save paper.")
@_options
def print_(
    ids: Sequence[str], everything: bool, sheets: str | None, out: Path, **asked: Any
) -> None:
    """Print handouts as PDF files, for everybody or for one patient."""
    if not ids and not everything:
        raise click.UsageError("Say which text to print, or --all.")
    order = _order(**asked)
    finish = _finish(sheets)
    jobs = [(job, [finish]) for job in _handouts(order, ids, everything=everything)]
    if everything:
        folded = [finish] if sheets else [finish, _finish("saddle")]
        jobs += [(job, folded) for job in _booklets(order)]
    _print_all(order.library, jobs, out)


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
    sheets: str | None,
    thickness: float | None,
    marks: bool,
    out: Path,
    **asked: Any,
) -> None:
    """Print texts as the chapters of one booklet: those named, or the clinic's own."""
    if sheets != "saddle" and (marks or thickness is not None):
        raise click.UsageError("--marks and --thickness go with --sheets saddle.")
    order = _order(**asked)
    texts = [_asked(order.library, one, order.language) for one in dict.fromkeys(ids)]
    job = _booklet(order, tuple(text.id for text in texts))
    if sheets == "test":
        from handouts.booklet import DuplexTest

        job = DuplexTest.of(job, order.library.labels[order.language]["duplex_title"])
    paper = _PAPER if thickness is None else thickness
    finish = _finish(sheets, thickness=paper, marks=marks)
    _print_all(order.library, [(job, [finish])], out)


# How thick office paper is, in millimeters.
_PAPER = 0.1


def _finish(sheets: str | None, *, thickness: float = _PAPER, marks: bool = False) -> "Finish":
    """What is done to a document before it is written: nothing, or its pages put on sheets."""

    def finished(document: "Document") -> "Document":
        from handouts.sheets import folded, paired

        match sheets:
            case "saddle":
                return folded(document, thickness=thickness, marks=marks)
            case "test":
                return replace(folded(document), name=document.name)
            case "two-up":
                return paired(document)
        return document

    return finished


def _handouts(order: _Order, ids: Sequence[str], *, everything: bool) -> "Iterator[Job]":
    from handouts.handout import Handout

    for key in _wanted(order, ids, everything=everything):
        text = _asked(order.library, *key)
        yield Handout(text, order.library.clinic, order.day, order.patient, order.edition)


def _wanted(order: _Order, ids: Sequence[str], *, everything: bool) -> Sequence[tuple[str, str]]:
    library = order.library
    if everything:
        spoken, offered = library.clinic.languages, library.offered()
        wanted = sorted(key for key in library.texts if key[0] in offered and key[1] in spoken)
        if not wanted:
            raise NotFound("text in", " or ".join(spoken), library.ids())
        return wanted
    return [(text_id, order.language) for text_id in dict.fromkeys(ids)]


def _booklets(order: _Order) -> "Iterator[Job]":
    """The clinic's booklet in each language; one text alone makes none."""
    for language in order.library.clinic.languages:
        if len(order.library.chapters(language)) > 1:
            yield _booklet(replace(order, language=language))


def _booklet(order: _Order, ids: Sequence[str] = ()) -> "Booklet":
    from handouts.booklet import booklet

    library, language = order.library, order.language
    if language not in library.clinic.languages:
        raise NotFound("language switched on", language, library.clinic.languages)
    if not ids and not library.chapters(language):
        raise HandoutsError(f"No text that you hand out is in the language `{language}`.")
    return booklet(
        library, language, order.day, ids=ids, patient=order.patient, edition=order.edition
    )


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


def _print_all(
    library: "Library", jobs: "Sequence[tuple[Job, Sequence[Finish]]]", out: Path
) -> None:
    """Print each, finished in each of its ways; ContentError tells the mistakes of all."""
    press = warm_press(library)
    problems: dict[tuple[Place | None, str], Problem] = {}
    warned: dict[str, None] = {}
    for job, finishes in jobs:
        try:
            for path, document, seconds in _printed(press, library, job, finishes, out):
                for warning in document.warnings:
                    if warning not in warned:
                        click.echo(f"note: {warning}", err=True)
                warned |= dict.fromkeys(document.warnings)
                _report(path, document, seconds)
        except ContentError as error:
            # One sheet's mistake keeps no other from being printed; that of many is told once.
            problems |= {(one.place, one.message): one for one in error.problems}
            if isinstance(error, Unwritable):
                break
    if problems:
        raise ContentError([*problems.values()])


def _tell_faults(job: "Job", library: "Library", document: "Document") -> None:
    """Say what the checks of pages find in a blank; a person's copy has the same pages."""
    from handouts.booklet import DuplexTest
    from handouts.checks.pages import page_findings
    from handouts.checks.proof import Proof

    if job.patient or isinstance(job, DuplexTest):
        return
    for one in page_findings(Proof(library, job, document.pdf)):
        page = f"page {one.page}: " if one.page else ""
        click.echo(f"note: {page}{one.message} ({one.hint})", err=True)


def _printed(
    press: "Press", library: "Library", job: "Job", finishes: "Sequence[Finish]", out: Path
) -> "Iterator[tuple[Path, Document, float]]":
    start = time.perf_counter()
    document = press.print(job)
    _tell_faults(job, library, document)
    # A copy that bears a person's values never bears the name of a blank.
    mark = f"{job.patient.ref or secrets.token_hex(6)}-" if job.patient else ""
    folder = out / "personal" if job.patient else out
    for finish in finishes:
        sheets = finish(document)
        yield _written(sheets, folder / f"{mark}{sheets.name}.pdf", out), sheets, _since(start)
        start = time.perf_counter()


def _since(start: float) -> float:
    return time.perf_counter() - start


def _written(document: "Document", path: Path, out: Path) -> Path:
    """The path, where the document now stands; a person's copy is for nobody else to read."""
    mode = 0o644 if path.parent == out else 0o600
    if path.parent != out and path.parent.is_symlink():
        message = "a person's copy is not written through a link"
        hint = "put a folder in its place"
        raise ContentError([Problem(Place(shown(path.parent)), message, hint)])
    with writing(out):
        try:
            return document.write(path, mode=mode)
        except IsADirectoryError:
            message = "cannot be written: a folder bears its name"
            raise ContentError([Problem(Place(shown(path)), message)]) from None


def _report(path: Path, document: "Document", seconds: float) -> None:
    pages = "1 page" if document.pages == 1 else f"{document.pages} pages"
    if document.name.endswith("-saddle"):
        sheets = document.pages // 2
        paper = "1 sheet" if sheets == 1 else f"{sheets} sheets"
        pages = f"{paper}, for both sides, turned over the short edge, at actual size"
    click.echo(f"{path}: {pages}, {seconds:.1f} s")
