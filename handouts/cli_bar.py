"""How far a long command is, for who watches it."""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


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
