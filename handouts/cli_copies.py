"""The command that prints a copy for each patient of a file."""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli_bar import bar
from handouts.cli_folder import AS_OF, CLINIC, folder_of, opened, warm_press
from handouts.machine import put, writing
from handouts.problems import ContentError, Place, Problem, shown

if TYPE_CHECKING:
    from handouts.batch import Batch
    from handouts.orders import Failure, Order, Orders


@click.command()
@click.argument("file", metavar="PATIENTS.csv", type=click.Path(path_type=Path))
@click.option("--language", default="en", show_default=True, help="Where a row names none.")
@click.option("--paper", type=click.Choice(["Letter", "A4"]), help="Instead of the clinic's.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out/copies"), show_default=True
)
@click.option(
    "--jobs", type=click.IntRange(1), help="How many print at the same time: all processors."
)
@click.option("--row", type=click.IntRange(2), help="Print this row alone, and anew.")
@click.option(
    "--verify",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="How many of the copies that are made alike are compared with full prints.",
)
@click.option("--protect", is_flag=True, help="Lock each copy with its row's password (AES-256).")
@click.option(
    "--merge",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.pdf",
    help="All copies in one file too, for a printer that prints on both sides.",
)
@click.option("--report", is_flag=True, help="Print what became of the batch: report.pdf.")
@AS_OF
@CLINIC
def copies(
    file: Path,
    language: str,
    paper: str | None,
    out: Path,
    jobs: int | None,
    row: int | None,
    verify: int,
    protect: bool,
    merge: Path | None,
    report: bool,
    as_of: datetime | None,
    clinic: Path | None,
) -> None:
    """Print a copy for each patient of a CSV file.

    What an earlier run has made and nothing has changed is kept.
    """
    if row and report:
        raise click.UsageError("--report tells of a whole batch, and --row prints one row.")
    if merge:
        _may_be_written(merge, out, protect=protect)
    folder = folder_of(clinic)
    library = opened(folder)
    press = warm_press(library)  # reads the clinic's own templates and styles
    from handouts.batch import Batch
    from handouts.orders import COLUMNS, Orders, for_row, unlocked
    from handouts.rows import Rows
    from handouts.workers import Bench, pool

    rows = Rows(file, library.clinic.columns, (*COLUMNS, *library.fields))
    orders = Orders(rows, library, language, [unlocked] if protect else [])
    bench = Bench(folder, as_of.date() if as_of else date.today(), paper)
    jobs = jobs or os.cpu_count() or 1
    with writing(out):
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        batch = Batch(bench, out, lambda: pool(jobs), jobs, verify=verify, protect=protect)
        if row:
            failures = _again(batch, for_row(orders, row), out)
        else:
            failures = _all(batch, orders, out)
            _set_aside(batch)
        for note in batch.warnings():
            click.echo(f"note: {note}", err=True)
        if merge:
            wanted = for_row(orders, row) if row else _good(orders)
            _merge(merge, (out / f"{order.name}.pdf" for order in wanted))
        if report:
            document = press.print(batch.report(failures, orders))
            path = document.write(out / "report.pdf", mode=0o600)
            click.echo(f"{path}: what became of the batch")
    if failures:
        raise ContentError([one for failure in failures for one in orders.placed(failure)])


def _again(batch: "Batch", orders: "Sequence[Order]", out: Path) -> "list[Failure]":
    """Print the orders of one row, whether or not their copies are there."""
    for order in orders:
        (out / f"{order.name}.pdf").unlink(missing_ok=True)
        batch.expect(order)
    return list(_failed(batch, orders, len(orders), out))


def _all(batch: "Batch", orders: "Orders", out: Path) -> "list[Failure]":
    """Print all orders, and tell which rows ask for what cannot be made."""
    from handouts.orders import Failure

    if batch.manifest.before and not orders.resumes:
        message = "the folder holds an earlier batch, and no column `ref` says who is who"
        raise ContentError([Problem(Place(shown(out)), message, "name an empty folder with --out")])
    wanted, failures = 0, list[Failure]()
    for found in orders:
        if isinstance(found, Failure):
            batch.refuse(found)
            failures.append(found)
        else:
            wanted += len(found)
            for order in found:
                batch.expect(order)
    if not wanted and not failures:
        hint = "save the day's list again; what was printed before is left as it is"
        raise ContentError([Problem(orders.heads, "there are heads of columns, and no rows", hint)])
    for note in orders.notes:
        click.echo(f"note: {note}", err=True)
    return [*failures, *_failed(batch, _good(orders), wanted, out)]


def _may_be_written(merge: Path, out: Path, *, protect: bool) -> None:
    """Keep what is for the printer from being locked, and from standing where something else is."""
    if protect:
        raise click.UsageError("--merge is for a printer, which no copy of --protect opens for.")
    place = Place(shown(merge))
    if merge.suffix != ".pdf":
        raise ContentError([Problem(place, "`--merge` names no PDF", "write such as print.pdf")])
    if merge.resolve().is_relative_to(out.resolve()):
        hint = "name it outside of the folder of copies"
        raise ContentError([Problem(place, "`--merge` would stand among the copies", hint)])
    if merge.exists() and not (merge.is_file() and merge.read_bytes()[:4] == b"%PDF"):
        hint = "name another file"
        raise ContentError([Problem(place, "what stands there is no PDF", hint)])


def _merge(file: Path, copies: "Iterable[Path]") -> None:
    """Put the copies that there are into one file, in the order of their rows."""
    from handouts.stacks import stacked

    there = [path for path in copies if path.is_file()]
    if there:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        put(file, stacked(there), within=file.parent, mode=0o600)
        click.echo(f"{shown(file)}: {len(there)} copies, each on sheets of its own")


def _set_aside(batch: "Batch") -> None:
    """Tell which copies nobody asks for any more, and end the batch."""
    for path in batch.set_aside():
        click.echo(f"note: {shown(path)}: set aside, since nobody asks for it now", err=True)
    batch.manifest.finish()


def _good(orders: "Orders") -> "Iterator[Order]":
    from handouts.orders import Failure

    for found in orders:
        if not isinstance(found, Failure):
            yield from found


def _failed(
    batch: "Batch", orders: "Iterable[Order]", wanted: int, out: Path
) -> "Iterator[Failure]":
    """What could not be printed; how many copies there are is told at the end."""
    from handouts.batch import Copy

    there, start = 0, time.perf_counter()
    with bar("Copies", wanted) as seen:
        for number, made in enumerate(batch.copies(orders), 1):
            seen.update(1, round(60 * number / (time.perf_counter() - start)))
            if isinstance(made, Copy):
                there += 1
            else:
                yield made
    if batch.deaths:
        click.echo("note: a worker ended, and others printed its rows", err=True)
    click.echo(f"{out}: {there} of {wanted} copies")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify(folder: Path) -> None:
    """Check that the copies in a folder are as its manifest says.

    Each is there, as it was printed, and no other is.
    """
    from handouts.manifest import verified

    copies, wrong = verified(folder)
    if wrong:
        raise ContentError(wrong)
    click.echo(f"{shown(folder)}: {copies} copies are as they were printed")
