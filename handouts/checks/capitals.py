"""No two words in a row are printed in capitals.

A run of capitals is slow to read: every word becomes a block of the same height. A word alone is
let be, and so is a short name that people say, such as FDA: those stand in `capitals` of
data/wording, and a clinic adds its own.

Write the words small, and set what matters in bold: **do not** stop. A name that has to stand is
added to the list, or accepted by its statement.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet

RULE = "capitals"
STANDARD = "S13"

# A word, or the figures and the marks that part a run of words.
_PART = re.compile(r"[^\W_][\w'’-]*|[.,:;()/\"“”]")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each run of two or more words in capitals."""
    for passage in sheet.passages:
        for run in _runs(passage.unaddressed, sheet.wording.capitals):
            message = f"`{run}` stands in capitals"
            hint = "write it small, or add a short name to `capitals` of data/wording"
            yield passage.finding(RULE, "error", message, hint)


def _runs(words: str, known: tuple[str, ...]) -> Iterator[str]:
    def shouts(part: str) -> bool:
        return part.isupper() and part not in known and not any(map(str.isdigit, part))

    for shouted, group in groupby(_PART.findall(words), shouts):
        run = list(group)
        # A and I are capitals that stand alone.
        if shouted and sum(len(word) > 1 for word in run) > 1:
            yield " ".join(run)
