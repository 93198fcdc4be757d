"""Each source names its title, its publisher and its year.

The list of sources is what a doubter goes by, and often without the web. What prints is `cite` in
data/sources.yaml: it holds words of the `title`, the `publisher` (as far as its first comma or
bracket) and the `year`. A weak source is refused when the library is opened: only `primary` and
`secondary` ones print.

Mend `cite`, or the key that it differs from.
"""

import re
from collections.abc import Iterator

from handouts.checks.finding import Finding
from handouts.checks.sheet import Sheet
from handouts.statements import Source

RULE = "source-list"
STANDARD = "S96"

_WORD = re.compile(r"[^\W_]{4,}")
_BESIDE = re.compile(r" [(]|,")


def check(sheet: Sheet) -> Iterator[Finding]:
    """A finding for each thing that the printed form of a cited source lacks."""
    cited = (
        source for passage in sheet.said if passage.said_by for source in passage.said_by.sources
    )
    for name in dict.fromkeys(cited):
        source = sheet.library.sources[name]
        for key in _lacking(source):
            message = f"`cite` of `{name}` does not name its {key}, `{getattr(source, key)}`"
            place = sheet.library.source_places[name]
            yield Finding(RULE, "error", place, message, f"name the {key} as `{key}` has it", name)


def _lacking(source: Source) -> Iterator[str]:
    cite = source.cite.casefold()
    publisher = _BESIDE.split(source.publisher)[0].casefold()
    title, rest = source.title.casefold(), cite.replace(publisher, "")
    # A long title is cited in short: any word of it will do.
    if not (title in cite or set(_WORD.findall(title)) & set(_WORD.findall(rest))):
        yield "title"
    if publisher not in cite:
        yield "publisher"
    if source.year.casefold() not in cite:
        yield "year"
