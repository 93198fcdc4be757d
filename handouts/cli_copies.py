"""The command that prints a copy for each patient of a file."""

import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli_folder import AS_OF, CLINIC, folder_of, opened, warm_press
from handouts.machine import writing
from handouts.problems import ContentError, Place, Problem, shown

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from click._termui_impl import ProgressBar

    from handouts.batch import Batch
    from handouts.orders import Order, Orders


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
@AS_OF
@CLINIC
def copies(
    file: Path,
    language: str,
    paper: str | None,
    out: Path,
    jobs: int | None,
    row: int | None,
    as_of: datetime | None,
    clinic: Path | None,
) -> None:
    """Print a copy for each patient of a CSV file.

    What an earlier run has made and nothing has changed is kept.
    """
    folder = folder_of(clinic)
    library = opened(folder)
    warm_press(library)  # reads the clinic's own templates and styles
    from handouts.batch import Batch, Bench
    from handouts.orders import COLUMNS, Orders, for_row
    from handouts.rows import Rows

    rows = Rows(file, library.clinic.columns, (*COLUMNS, *library.fields))
    orders = Orders(rows, library, language)
    bench = Bench(folder, as_of.date() if as_of else date.today(), paper)
    jobs = jobs or os.cpu_count() or 1
    with writing(out):
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        batch = Batch(bench, out, lambda: _pool(jobs), jobs)
        if row:
            _again(batch, for_row(orders, row), out)
        else:
            _all(batch, orders, out)


def _pool(jobs: int) -> "Executor":
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from handouts.batch import PRINTS

    return ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        # Whoever types Ctrl-C means the command, which ends its workers.
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
        max_tasks_per_child=PRINTS,
    )


def _again(batch: "Batch", orders: "Sequence[Order]", out: Path) -> None:
    """Print the orders of one row, whether or not their copies are there."""
    for order in orders:
        (out / f"{order.name}.pdf").unlink(missing_ok=True)
    failed = list(_told(batch, orders, len(orders), out))
    if failed:
        raise ContentError(failed)


def _all(batch: "Batch", orders: "Orders", out: Path) -> None:
    """Print all orders; ContentError tells what could not be printed, and all else is."""
    from handouts.manifest import Entry

    if batch.manifest.before and not orders.resumes:
        message = "the folder holds an earlier batch, and no column `ref` says who is who"
        raise ContentError([Problem(Place(shown(out)), message, "name an empty folder with --out")])
    wanted, problems = 0, list[Problem]()
    for row, found in orders:
        wrong = [one for one in found if isinstance(one, Problem)]
        wanted += len(found) - len(wrong)
        problems += wrong
        if wrong:
            told = "; ".join(str(one) for one in wrong)
            entry = Entry(row.number, "", "", 0, 0, "", "", "", "failed", told)
            batch.manifest.add(entry)
    problems += _told(batch, _good(orders), wanted, out)
    for path in batch.set_aside():
        click.echo(f"note: {shown(path)}: set aside, since nobody asks for it now", err=True)
    batch.manifest.finish()
    if problems:
        raise ContentError(problems)


def _good(orders: "Orders") -> "Iterator[Order]":
    from handouts.orders import Order

    for _, found in orders:
        yield from (one for one in found if isinstance(one, Order))


def _told(batch: "Batch", orders: "Iterable[Order]", wanted: int, out: Path) -> Iterator[Problem]:
    """What could not be printed; how many copies there are is told at the end."""
    from handouts.batch import Copy

    there, start = 0, time.perf_counter()
    with _bar(wanted) as bar:
        for number, made in enumerate(batch.copies(orders), 1):
            bar.update(1, round(60 * number / (time.perf_counter() - start)))
            if isinstance(made, Copy):
                there += 1
            else:
                yield Problem(None, f"row {made.row}: {made.problem}")
    if batch.deaths:
        click.echo("note: a worker ended, and others printed its rows", err=True)
    click.echo(f"{out}: {there} of {wanted} copies")


def _bar(wanted: int) -> "ProgressBar[int]":
    """How far it is, how fast it goes and how long it will take, where somebody can see it."""
    return click.progressbar(
        length=wanted,
        label="Copies",
        show_pos=True,
        item_show_func=lambda rate: f"{rate} a minute" if rate else "",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    )
