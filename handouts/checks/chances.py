"""How many of how many: the figures of chances and results in running English text.

No check in itself: `chance_format`, `odds`, `both_arms`, `number_words` and `off_label_beside` look
for them.
"""

import re
from collections.abc import Iterator

from handouts.checks.words import one_of
from handouts.model import Wording

_NUMBER = r"(?<![\w.,$-])\d[\d,]*"
_END = r"(?![\w%]|[.,]\d)"
_FIGURE = re.compile(
    rf"(?:(\w+) )?({_NUMBER} (?:out )?of (?:(?:the|every|all) )?({_NUMBER}){_END})(?= (\w+)|)"
)

#: The words for small numbers, as a pattern.
SPELLED = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:a |one )?(?:hundred|thousand|million))"
)

#: One risk as a share of another: 50% lower, by 20 percent, 2x more.
RELATIVE = re.compile(
    r"(?<![\w.,])\d[\d.,]* ?(?:%|percent\b|per cent\b) (?:\w+ )?"
    r"(?:lower|higher|less|more|fewer|greater|smaller|larger|reduction|increase|decrease|drop|rise)\b"
    r"|\b\d+-?fold\b|\b\d+ ?[x×] (?:as|more|less|higher|lower|greater)\b"
    r"|\bby (?:about |up to |nearly |almost )?\d[\d.,]* ?(?:%|percent\b|per cent\b)",
    re.IGNORECASE,
)


def figures(words: str, wording: Wording) -> Iterator[tuple[str, int, int]]:
    """Each figure such as 8 of 19, and its two numbers; page 1 of 2 and 2 of 3 visits are none."""
    numbered = {word.lower() for word in wording.numbered}
    for found in _FIGURE.finditer(words) if " of " in words else ():
        around = {(found[1] or "").lower(), (found[4] or "").lower().removesuffix("s")}
        if not around & numbered:
            yield found[2], _number(found[2].split()[0]), _number(found[3])


def _number(digits: str) -> int:
    return int(digits.replace(",", ""))


def of_money(sentence: str, wording: Wording) -> bool:
    """Whether the sentence speaks of money, whose shares are no chances."""
    return bool(one_of(wording.money).search(sentence))
