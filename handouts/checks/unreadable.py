"""Every file can be read.

Before anything is checked, all files are opened, and what is wrong in them is told: YAML that is
broken, a key that is missing, a source that there is not. Only `--format json` and `--format
github` tell it as findings of this rule; for a person they are plain sentences. No other rule has
looked at the texts then, and `--allow` lets none of it stand.

Mend what the hint names, and check again.
"""

from collections.abc import Sequence

from handouts.checks.finding import Finding
from handouts.problems import Place, Problem

RULE = "unreadable"
STANDARD = "S99"


def told(problems: Sequence[Problem]) -> list[Finding]:
    """A finding for each mistake of files that could not be opened."""
    return [
        Finding(RULE, "error", problem.place or Place("."), problem.message, problem.hint)
        for problem in problems
    ]
