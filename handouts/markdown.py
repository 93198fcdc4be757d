"""Inline Markdown as HTML: a statement is a sentence, not a page; and what the program says."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape

from handouts.language import bound
from handouts.problems import printable

# A word with hyphens, such as co-pay, anti-Jo-1 or a phone number, is not broken at one (S20).
_HYPHENATED = re.compile(r"(?<![\w./-])\w+(?:-\w+)+(?![\w/-]|\.\w)")

# Three underscores or more are a place to write a number (`Hold ___ seconds`), and never emphasis.
_BLANK = re.compile(r"_{3,}")


def words(text: str, blank: str = "") -> Markup:
    """Inline Markdown as HTML, numbers bound to their units (standard S20).

    `blank` is what a voice says where a number is to be written.
    """
    # The last line of a paragraph is never one short word alone.
    tucked = re.sub(r" (\w{1,4}[.?!])$", "\u00a0\\1", bound(text))
    tucked = re.sub(r"(_{3,}) (?=\w)", "\\1\u00a0", tucked)
    # Safe: markdown-it escapes all but its own tags.
    return Markup(_MARKDOWN.renderInline(tucked, {"blank": blank}))  # noqa: S704


def sentence(message: str) -> Markup:
    """A message of the program as a whole sentence, with what it names in bold."""
    told = printable(message)
    told = told[:1].upper() + told[1:] + "." * (told[-1:] not in ("", ".", "?"))
    # Safe: escaped before its marks become tags.
    return Markup(re.sub("`([^`]*)`", r"<strong>\1</strong>", str(escape(told))))  # noqa: S704


def _text(renderer: RendererHTML, tokens: Sequence[Token], i: int, *_: Any) -> str:
    said = escapeHtml(tokens[i].content)
    # A link holds words and no other element, or its place in the PDF has no tag.
    if i and tokens[i - 1].type == "link_open":
        return said
    return _HYPHENATED.sub(r'<span class="whole">\g<0></span>', said)


def _link(renderer: RendererHTML, tokens: Sequence[Token], i: int, *told: Any) -> str:
    if _HYPHENATED.search(tokens[i + 1].content):
        tokens[i].attrSet("class", "whole")
    return renderer.renderToken(tokens, i, *told[:2])


def _blank(state: StateInline, silent: bool) -> bool:
    run = _BLANK.match(state.src, state.pos)
    if run and not silent:
        state.push("blank", "span", 0)
    state.pos = run.end() if run else state.pos
    return bool(run)


def _line_to_write_on(*told: Any) -> str:
    said = escapeHtml(told[-1].get("blank", ""))
    return f'<span class="blank" data-said="{said}">\u00a0</span>'


# Only emphasis and links; raw HTML stays text.
_MARKDOWN = MarkdownIt("zero", {"html": False, "typographer": True})
_MARKDOWN.enable(["emphasis", "link", "smartquotes"])
_MARKDOWN.inline.ruler.before("emphasis", "blank", _blank)
_MARKDOWN.add_render_rule("text", _text)
_MARKDOWN.add_render_rule("link_open", _link)
_MARKDOWN.add_render_rule("blank", _line_to_write_on)
