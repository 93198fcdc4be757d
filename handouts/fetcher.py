"""The one door to files: what a page may show, and what was asked for in vain."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from handouts import pictures
from handouts.folders import PARTS
from handouts.library import Library
from handouts.problems import shortened

_SHEETS_AND_FONTS = (".css", ".ttf", ".otf", ".ttc", ".woff", ".woff2")


@dataclass(frozen=True)
class Refusal:
    """An address that was not opened, why not, and what would mend it."""

    url: str
    message: str
    hint: str
    #: The same without a word of the address, which may be a patient's.
    quiet: str = "a picture or file cannot be shown"


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """The only door to files: what lies inside a library's folders, its logo, and `data:`."""

    def __init__(self, library: Library) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        # A clinic's patients and outbox lie beside them.
        self._parts = [folder.resolve() / part for folder in library.folders for part in PARTS]
        self._logo = library.logo and library.logo.resolve()
        self.refused: list[Refusal] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The response for a file that may be shown; any other address is refused, and kept."""
        if url[:5].lower() == "data:":
            return super().fetch(url, headers)
        path = _file(url)
        if refusal := self._refusal(url, path):
            self.refused.append(refusal)
            raise ValueError(refusal.message)
        # The very file that was looked at, whatever the address hides behind a `#` or a link.
        response = super().fetch(path.as_uri() if path else url, headers)
        if path and path.suffix.lower() in _SHEETS_AND_FONTS:
            return response
        # Read once: WeasyPrint would read a file again when it writes it, and find another there.
        with contextlib.closing(response):
            kind = {"Content-Type": response.content_type}
            return URLFetcherResponse("picture:", response.read(), kind)

    def _refusal(self, url: str, path: Path | None) -> Refusal | None:
        if path is None:
            return Refusal(url, f"`{shortened(url)}` is not fetched from elsewhere", _BESIDE)
        if not (folder := self._folder(path)):
            message = f"`{shortened(path.name)}` does not lie where a page may show it"
            return Refusal(url, message, _BESIDE)
        if path.suffix.lower() in _SHEETS_AND_FONTS:
            missing = Refusal(url, f"there is no file `{shortened(path.name)}`", _SPELLING)
            return None if path.is_file() else missing
        wrong = pictures.wrong(path, folder)
        return Refusal(url, *wrong) if wrong else None

    def _folder(self, path: Path) -> Path | None:
        if path == self._logo:
            return path.parent
        return next((part for part in self._parts if path.is_relative_to(part)), None)


_BESIDE = "put the file into `templates` or `styles` of the clinic's folder"
_SPELLING = "check the spelling, and where the file lies"


def _file(url: str) -> Path | None:
    """The file that the address leads to, links followed; None where it leads elsewhere."""
    try:
        parts = urlsplit(url)
        # Symbolic links are followed first, so that none leads out.
        path = Path(unquote(parts.path)).resolve()
        return path if parts.scheme == "file" and not parts.netloc else None
    except (OSError, ValueError, RuntimeError):  # no host, no path, or a link in a circle
        return None
