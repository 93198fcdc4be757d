"""How far a long command is, and how many there are, for who watches it."""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


def counted(count: int, what: str) -> str:
    """How many there are, such as 1 letter or 2 letters."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def bar(label: str, wanted: int) -> "ProgressBar[int]":
    """How far it is, how fast it goes and how long it will take, where somebody can see it."""
    return click.progressbar(
        length=wanted,
        label=label,
        show_pos=True,
        item_show_func=lambda rate: f"{rate} a minute" if rate else "",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    )
