"""Where a file says what went wrong: the line that mentions certain words."""

import re
from collections.abc import Iterable
from pathlib import Path

from handouts.problems import Place, shown


def line_of(words: str, text: str) -> int | None:
    """The first line that holds the words, however they are spaced."""
    if not words.strip():
        return None
    pattern = r"\s*".join(map(re.escape, re.findall(r"\w+|[^\w\s]", words)))
    found = re.search(pattern, text, re.IGNORECASE)
    return text.count("\n", 0, found.start()) + 1 if found else None


def place_of(words: Iterable[str], paths: Iterable[Path], line: int | None = None) -> Place | None:
    """Where the files first mention any of the words, on that line if it is known."""
    texts = {path: path.read_text("utf-8", "replace") for path in paths if path.is_file()}
    for wanted in words:
        for path, text in texts.items():
            on_line = "" if line is None else "".join(text.splitlines()[line - 1 : line])
            if line is not None and line_of(wanted, on_line):
                return Place(shown(path), line)
            if line is None and (number := line_of(wanted, text)):
                return Place(shown(path), number)
    return None


def shortened(words: str) -> str:
    """The words on one line, and not too many of them."""
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
