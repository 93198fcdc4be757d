"""What Jinja says of a template that it cannot read, in plain words."""

import re
from pathlib import Path

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError

from handouts.problems import Place, Problem, near, shown

_TAGS = (
    "autoescape block call elif else extends filter for from if import include macro raw set with"
)

#: What Jinja says, what a person reads instead, and the hint.
_SYNTAX = (
    (
        r"Unexpected end of template\..*needs to be closed is '(\w+)'",
        "`{{% {0} %}}` is never closed",
        "write `{{% end{0} %}}`",
    ),
    (
        r"unknown tag '(end\w+)'.*needs to be closed is '(\w+)'",
        "`{{% {0} %}}` stands where `{{% {1} %}}` is still open",
        "write `{{% end{1} %}}` first",
    ),
    (
        r"unknown tag '(end\w+|elif|else)'",
        "`{{% {0} %}}` closes nothing that is open",
        "take it out, or open it above",
    ),
    (
        r"expected token 'end of print statement', got (.+)",
        "`}}}}` should stand before {0}",
        "write `{{{{ name }}}}`, and `|` before a filter",
    ),
    (
        r"expected token 'end of statement block', got (.+)",
        "`%}}` should stand before {0}",
        "look for a sign too many or too few",
    ),
    (r"block '(\w+)' defined twice", "there are two blocks `{0}`", "give one another name"),
    (r"Missing end of comment", "`{{#` is never closed", "write `#}}`"),
    (r"Missing end of raw", "`{{% raw %}}` is never closed", "write `{{% endraw %}}`"),
    (
        r"[Ee]xpected an expression, got 'end of",
        "nothing stands where a name or a value should",
        "write what is to be printed",
    ),
    (
        r"unexpected end of template",
        "the template ends in the middle of a `{{{{` or `{{%`",
        "close it with `}}}}` or `%}}`",
    ),
    (r"unexpected '(.+?)'", "`{0}` cannot stand here", "look for a sign too many or too few"),
    (
        r"unexpected char .(.+). at",
        "`{0}` cannot stand here",
        "look for a sign too many or too few",
    ),
    (r"tag name expected", "a tag has no name", "write `{{% if %}}`, `{{% for %}}` or the like"),
    (
        r"expected token (.+), got (.+)",
        "{0} should stand before {1}",
        "look for a sign too many or too few",
    ),
)


def syntax(
    environment: Environment, source: str, path: Path, error: TemplateSyntaxError
) -> Problem:
    """The mistake that keeps Jinja from reading this file."""
    said = error.message or ""
    tag = re.match(r"Encountered unknown tag '(?!end)(\w+)'", said)
    if tag and tag[1] not in _TAGS.split():
        message = f"there is no tag `{tag[1]}`"
        return Problem(Place(shown(path), error.lineno), message, near(tag[1], _TAGS.split()))
    line = error.lineno
    if ended := re.search(r"Unexpected end of template.*closed is '(\w+)'", said):
        line = _still_open(environment, source, ended[1]) or line
    return Problem(Place(shown(path), line), *plainly(said))


def plainly(said: str) -> tuple[str, str]:
    """Jinja's sentence as ours, and a hint."""
    for pattern, message, hint in _SYNTAX:
        if found := re.search(pattern, said):
            parts = [_sign(part) for part in found.groups()]
            return message.format(*parts), hint.format(*parts)
    return "this cannot be read as a template", said.rstrip(".")


def _sign(part: str) -> str:
    """A part of Jinja's sentence, its quotation marks turned into ours."""
    return re.sub(r"^'(.*)'$", r"`\1`", part)


def _still_open(environment: Environment, source: str, tag: str) -> int | None:
    """The line on which the innermost tag of that name begins that nothing closes."""
    opened: list[int] = []
    begun = False
    for line, kind, value in environment.lex(source):
        if begun and kind == "name":
            if value == tag:
                opened.append(line)
            elif value == f"end{tag}" and opened:
                opened.pop()
            begun = False
        begun = kind == "block_begin" or (begun and kind == "whitespace")
    return opened[-1] if opened else None
