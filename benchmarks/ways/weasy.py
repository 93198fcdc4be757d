"""WeasyPrint in a loop: as its first page shows it, and as its documentation advises for many."""

from collections.abc import Mapping
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from ways.sheet import Way

_TAGGED = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}


class Naive(Way):
    """Everything anew for each copy: style sheets, fonts and pictures."""

    name = "WeasyPrint, plain loop"

    def copy(self, values: Mapping[str, str]) -> bytes:
        """The PDF of one person, as somebody prints who has read the first page."""
        page = weasyprint.HTML(string=self.sheet.html(values), base_url=self.sheet.base)
        pdf: bytes = page.write_pdf(stylesheets=self.sheet.styles, **_TAGGED)
        return pdf


class Tuned(Way):
    """Style sheets parsed once, one font configuration and one cache of pictures for all."""

    name = "WeasyPrint, tuned loop"

    def start(self) -> None:
        """Read style sheets and fonts."""
        self._fonts, self._cache = FontConfiguration(), dict[str, Any]()
        self._sheets = [
            weasyprint.CSS(filename=path, font_config=self._fonts) for path in self.sheet.styles
        ]

    def copy(self, values: Mapping[str, str]) -> bytes:
        """The PDF of one person, laid out with what was read before."""
        page = weasyprint.HTML(string=self.sheet.html(values), base_url=self.sheet.base)
        pdf: bytes = page.write_pdf(
            stylesheets=self._sheets, font_config=self._fonts, cache=self._cache, **_TAGGED
        )
        return pdf
