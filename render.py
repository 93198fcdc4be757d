"""Print handouts: without an argument everything, into out/; `--help` tells more."""

from handouts.cli import run

if __name__ == "__main__":
    run()
