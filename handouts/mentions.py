"""Where a file says what went wrong: the line that mentions certain words."""

import re
from collections.abc import Iterable
from pathlib import Path

from handouts.problems import Place, shown
from handouts.reading import words_of


def line_of(words: str, text: str) -> int | None:
    """The first line that holds the words, however they are spaced."""
    if not words.strip():
        return None
    pattern = r"\s*".join(map(re.escape, re.findall(r"\w+|[^\w\s]", words)))
    # A letter alone may stand anywhere, but `color` does not stand in `background-color`.
    begin = r"(?<![\w-])" if re.match(r"\w.", words) else ""
    found = re.search(begin + pattern, text, re.IGNORECASE)
    return text.count("\n", 0, found.start()) + 1 if found else None


def place_of(words: Iterable[str], paths: Iterable[Path]) -> Place | None:
    """Where the files first mention any of the words."""
    texts = {path: words_of(path) for path in paths}
    for wanted in words:
        for path, text in texts.items():
            if number := line_of(wanted, text):
                return Place(shown(path), number)
    return None
