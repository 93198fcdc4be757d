"""Whom a command prints for: the values of `--set`, of a file, or of standard input."""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.problems import ContentError, Place, Problem

if TYPE_CHECKING:
    from handouts.clinic import Patient
    from handouts.library import Library
    from handouts.reading import Reading


def person_of(library: "Library", path: Path | None, settings: Sequence[str]) -> "Patient | None":
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
