"""What a YAML parser complains of, in the words of somebody who only wanted to write a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTES = "put the text into quotes"
_SIGN = "a text that begins with {sign} is taken for a sign of YAML"
_FURTHER = "begin it right under the line above; a text that goes on here stands in quotes"

# The parser's own words -> what they mean, and what mends it. The first that fits counts.
_PLAIN: Sequence[tuple[str, str, str]] = (
    ("another document", "a line `---` begins a second document", "take the line out"),
    ("document start", "this line belongs to nothing above it", "take out a `...` above it"),
    ("block sequence entries", _SIGN.format(sign="a dash"), f"{_QUOTES}, or begin a list below"),
    ("mapping keys are not", _SIGN.format(sign="`?`"), _QUOTES),
    (
        "'-' indicator",
        "this line is in line neither with the dashes above it nor with the keys behind them",
        "mend the blanks it begins with",
    ),
    ("escape", "a backslash stands in double quotes", "use single quotes around the text"),
    ("hexdecimal", "a backslash stands in double quotes", "use single quotes around the text"),
    ("node content", "a bracket or a comma stands where a text begins", _QUOTES),
    ("directive", _SIGN.format(sign="`%`"), _QUOTES),
    ("incompatible YAML", "a line `%YAML` stands here", "take the line out"),
)

# What the parser was about -> the same; it tells more than the complaint where both are known.
_WITHIN: Sequence[tuple[str, str, str]] = (
    ("alias", _SIGN.format(sign="`*`"), _QUOTES),
    ("anchor", _SIGN.format(sign="`&`"), _QUOTES),
    ("scanning a tag", _SIGN.format(sign="`!`"), _QUOTES),
    ("parsing a tag", _SIGN.format(sign="`!`"), _QUOTES),
    ("block scalar", _SIGN.format(sign="`|` or `>`"), f"{_QUOTES}, or begin it in the next line"),
    ("directive", _SIGN.format(sign="`%`"), _QUOTES),
)

# Here the mistake stands where the parser began, and not where it gave up.
_BEGINS = ("quoted scalar", "simple key", "flow sequence", "flow mapping")


@dataclass(frozen=True)
class Complaint:
    """What the parser says: what it was about and where that began; what is wrong, and where.

    Lines and columns count from 0. `opened` is the line where the quotes opened that closed just
    before it gave up.
    """

    context: str
    began: int
    problem: str
    line: int
    column: int
    opened: int | None = None


def told(lines: Sequence[str], complaint: Complaint) -> tuple[int, str, str]:
    """The line, from 1, where the person has to look, the sentence and the hint."""
    began = any(words in complaint.context for words in _BEGINS)
    at = min(complaint.began if began else complaint.line, max(len(lines) - 1, 0))
    line = lines[at] if lines else ""
    stopped = line[complaint.column :] if at == complaint.line else ""
    if "\t" in (line.lstrip(" ")[:1], stopped[:1]) or "tab character" in complaint.problem:
        return at + 1, "a tab stands where YAML wants spaces", "indent with spaces"
    if re.search(r"(^|[:\[,-])\s*[“”„‘’]", line):
        return at + 1, "curly quotes hold no text together", 'use straight ones: "..."'
    return _told(lines, at, complaint)


def _told(lines: Sequence[str], at: int, complaint: Complaint) -> tuple[int, str, str]:
    problem = complaint.problem
    if "cannot start any token" in problem:
        sign = lines[at][complaint.column : complaint.column + 1]
        return at + 1, _SIGN.format(sign="a backtick" if sign == "`" else f"`{sign}`"), _QUOTES
    if problem.startswith("mapping values") or "expected key" in problem:
        return _misplaced(lines, at, complaint)
    if "expected ':'" in problem:
        return at + 1, *_NO_COLON
    first = next((i for i, line in enumerate(lines) if line.strip(" ")[:1] not in ("", "#")), at)
    if "document start" in problem and _indent(lines[first]):
        return first + 1, "the first line begins too far right", "begin it at the left edge"
    if "',' or" in problem:
        kind, sign = ("list", "[") if "sequence" in complaint.context else ("group", "{")
        message = f"the {kind} that begins here with `{sign}` lacks a comma or its end"
        return at + 1, message, f"look at line {min(complaint.line + 1, len(lines))} too"
    if "quoted" in complaint.context and ("stream" in problem or "document" in problem):
        return at + 1, *_NEVER_CLOSED
    for words, message, hint in _WITHIN:
        if words in complaint.context:
            return at + 1, message, hint
    for words, message, hint in _PLAIN:
        if words in problem:
            return at + 1, message, hint
    return at + 1, f"this is not YAML: {problem}", "check the colon, quotes and indentation here"


_NO_COLON = ("this line has no colon with a blank after it", "write `key: value`")
_NEVER_CLOSED = ("a quote is opened here and never closed", "close it, or take it out")


def _misplaced(lines: Sequence[str], at: int, complaint: Complaint) -> tuple[int, str, str]:
    """A key where none can be: the quotes, the colon or the indentation before it are wrong."""
    before = lines[at][: complaint.column]
    if complaint.opened is not None and complaint.opened < at:
        return complaint.opened + 1, *_NEVER_CLOSED
    if complaint.opened is not None:
        hint = "put the whole text into quotes of the other kind"
        return at + 1, "the text goes on after its closing quote", hint
    if complaint.problem.startswith("mapping values"):
        return _second_colon(lines, at, before)
    if before.strip():
        return at + 1, "something stands here that belongs to no key", _QUOTES
    hint = "begin it exactly under the keys it belongs to"
    if lines[at].lstrip().startswith("- "):
        hint = "put the dash under the key of its list, and take a text beside that key out"
    return at + 1, "this line is indented otherwise than those it belongs to", hint


def _second_colon(lines: Sequence[str], at: int, before: str) -> tuple[int, str, str]:
    """A colon too many: on its own line, or since the text of the line above goes on."""
    if re.search(r":\s", before):
        return at + 1, "a second colon stands on one line", _QUOTES
    above = max((i for i in range(at) if lines[i].strip()), default=at)
    if _indent(lines[at]) <= _indent(lines[above]):
        return above + 1, *_NO_COLON
    return at + 1, "this line is indented further than the one above it", _FURTHER


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
