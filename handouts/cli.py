"""The commands: arguments, one call, one line of report. Printing is imported when it prints."""

import errno
import os
import sys

import click

from handouts.cli_check import check, rules
from handouts.cli_copies import copies, verify
from handouts.cli_folder import adopt, compare, init, schema
from handouts.cli_mail import mail
from handouts.cli_outbox import outbox
from handouts.cli_print import booklet, print_
from handouts.cli_review import review, sign
from handouts.problems import HandoutsError


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


_COPIES = (copies, verify, mail, outbox)
_TEXTS = (check, rules, review, sign)
_FOLDER = (init, adopt, compare, schema)

for command in (print_, booklet, *_COPIES, *_TEXTS, *_FOLDER):
    main.add_command(command)


def run() -> None:
    """Without an argument, print everything: what `render.py` does."""
    main(sys.argv[1:] or ["print", "--all"])
