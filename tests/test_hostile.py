"""Whatever a clinic's folder holds: nobody is called, nothing leaks in, and nothing is left to click."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pypdf
import pypdfium2
import pytest
import weasyprint
from click.testing import CliRunner
from helpers import AT, FIRST, SHORT, varied
from PIL import Image

from handouts import SHIPPED
from handouts.cli import main
from handouts.fetcher import Fetcher
from handouts.library import open_library

WORD = "Xylophonesecret"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="12">{WORD}</text></svg>'
SECRETS = {
    "secret.txt": WORD,
    "secret.svg": SVG,
    "secret.css": f'h1::before {{ content: "{WORD}" }}',
    "secret.html": WORD,
    "secret.yaml": f"name: {WORD}\nword: {WORD}\n",
    "secret.json": f'{{"name": "{WORD}"}}',
}


@dataclass(frozen=True)
class Link:
    """A symbolic link in the clinic's folder, and where it leads."""

    target: str


Files = dict[str, str | Link]


class Web:
    """A server on this very computer that keeps every request."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(SVG.encode())

            def log_message(self, *_: object) -> None:
                """Nothing: `asked` keeps it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"127.0.0.1:{self.server.server_port}"


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    web = Web()
    thread = threading.Thread(target=web.server.serve_forever, daemon=True)
    thread.start()
    yield web
    web.server.shutdown()
    thread.join()
    web.server.server_close()


def masthead(body: str) -> Files:
    """A template that builds on ours and holds the body."""
    begin = '{% extends "shipped/handout.html" %}\n{% block masthead %}\n'
    return {"templates/handout.html": begin + body + "\n{% endblock %}\n"}


def style(text: str) -> Files:
    return {"styles/clinic.css": text}


def saying(words: str) -> Files:
    """A text whose one statement says this."""
    return {AT: varied({FIRST: FIRST.replace("One thing.", repr(words))})}


# WEB is the server, SECRETS the folder outside of the clinic's; UP leads there from `templates`.
ROWS: dict[str, Files] = {
    # Pages
    "a picture of the web": masthead('<img alt="x" src="http://WEB/a.png">'),
    "a picture of a host": masthead('<img alt="x" src="//WEB/a.png">'),
    "a picture by another protocol": masthead('<img alt="x" src="ftp://WEB/a.png"><img src="gopher://WEB/a">'),
    "a file outside": masthead('<img alt="x" src="file://SECRETS/secret.svg">'),
    "a file in capitals": masthead('<img alt="x" src="FILE://SECRETS/secret.svg">'),
    "a file of a host": masthead('<img alt="x" src="file://WEBSECRETS/secret.svg">'),
    "a way up": masthead('<img alt="x" src="UP/secret.svg">'),
    "a hidden way up": masthead('<img alt="x" src="%2e%2e/%2e%2e/secrets/secret.svg">'),
    "a way up behind a sign": masthead('<img alt="x" src="x.svg/../UP/secret.svg?a#b">'),
    "the environment": masthead('<object data="file:///proc/self/environ"></object>'),
    "the clinic's own patients": masthead('<img alt="x" src="../patients.svg">') | {"patients.svg": SVG},
    "a picture in a picture": masthead('<img alt="x" src="a.svg">')
    | {"templates/a.svg": SVG.replace("<text", '<image href="http://WEB/a.png"/><image href="UP/secret.svg"/><text')},
    "a picture in an address": masthead(
        '<img alt="x" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E'
        "%3Cimage href=%22http://WEB/a.png%22/%3E%3Cimage href=%22file://SECRETS/secret.svg%22/%3E%3C/svg%3E\">"
    ),
    "a drawing that fetches": masthead(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<image xlink:href="http://WEB/a.png"/><image href="file://SECRETS/secret.svg"/>'
        '<use href="http://WEB/a.svg#a"/><use xlink:href="UP/secret.svg#a"/></svg>'
    ),
    "a drawing with a sheet": masthead(
        '<svg xmlns="http://www.w3.org/2000/svg"><style>@import "http://WEB/a.css"; '
        "@font-face { font-family: X; src: url(http://WEB/a.ttf) }</style><text>a</text></svg>"
    ),
    "a drawing with an entity": masthead('<img alt="x" src="a.svg">')
    | {"templates/a.svg": '<!DOCTYPE s [<!ENTITY x SYSTEM "file://SECRETS/secret.txt">]>' + SVG.replace(WORD, "&x;")},
    "other ways to show": masthead(
        '<object data="http://WEB/a.svg"></object><embed src="http://WEB/b.svg">'
        '<iframe src="http://WEB/c"></iframe><img alt="x" srcset="http://WEB/d.png 2x" src="http://WEB/e.png">'
        '<video poster="http://WEB/f.png"></video><input type="image" src="http://WEB/g.png">'
    ),
    "another base": masthead('<base href="http://WEB/"><img alt="x" src="a.png">'),
    "a page that moves on": masthead('<meta http-equiv="refresh" content="0;url=http://WEB/">'),
    "a linked sheet": masthead('<link rel="stylesheet" href="http://WEB/a.css">'),
    "a linked sheet outside": masthead('<link rel="stylesheet" href="UP/secret.css">'),
    "a script": masthead('<script src="http://WEB/a.js">alert(1)</script><p onclick="alert(1)">x</p>'),
    "a form": masthead('<form action="http://WEB/"><input name="a" value="b"><button>c</button></form>'),
    # Links and files to take away
    "a script to click": masthead('<a href="javascript:alert(1)">x</a>'),
    "a script in capitals": masthead('<a href=" JavaScript:alert(1)">x</a><a href="java\nscript:alert(1)">x</a>'),
    "a file to click": masthead('<a href="file://SECRETS/secret.txt">x</a><a href="UP/secret.txt">x</a>'),
    "data to click": masthead('<a href="data:text/html,<script>alert(1)</script>">x</a>'),
    "a link that a sheet makes": masthead('<p data-x="javascript:alert(1)">x</p>') | style("p { link: attr(data-x) }"),
    "an attached file": masthead('<link rel="attachment" href="UP/secret.txt">'),
    "an attached link": masthead('<a rel="attachment" href="file://SECRETS/secret.txt">x</a>'),
    "an attached web page": masthead('<a rel="attachment" href="http://WEB/a.txt">x</a>'),
    "an attached text of the clinic": masthead('<link rel="attachment" href="../data/treatments/short/en.yaml">'),
    # Styles
    "an imported sheet": style('@import "http://WEB/a.css"; @import url(//WEB/b.css);'),
    "an imported sheet outside": style('@import "UP/secret.css"; @import "file://SECRETS/secret.css";'),
    "backgrounds": style(
        "h1 { background: url(http://WEB/a.png), url(UP/secret.svg); list-style: url(http://WEB/b.png) }"
        "h2::before { content: url(file://SECRETS/secret.svg) } p { cursor: url(http://WEB/c.png), auto }"
        "h1 { border-image: url(http://WEB/d.png) 1; mask: url(http://WEB/e.png) }"
    ),
    "a background of a page": style("@page { background: url(http://WEB/a.png); @top-left { content: url(UP/secret.svg) } }"),
    "a font of the web": style("@font-face { font-family: X; src: url(http://WEB/a.ttf), local(Arial) } p { font-family: X }"),
    "a font that is a file": style("@font-face { font-family: X; src: url(file://SECRETS/secret.txt) }"),
    "a colour profile": style("@color-profile --x { src: url(http://WEB/a.icc) }"),
    "a value by way of a name": style(":root { --x: url(http://WEB/a.png) } h1 { background: var(--x) }"),
    "a sheet in the page": masthead("<style>@import 'http://WEB/a.css'; p { background: url(UP/secret.svg) }</style>"),
    "a style in the page": masthead('<p style="background: url(http://WEB/a.png)">x</p>'),
    "our sheet replaced": {"styles/tokens.css": ":root { --icon-box: url(http://WEB/a.png) }"},
    "a sheet without end": style("a { " * 3000),
    # Templates
    "a template outside": {"templates/handout.html": '{% include "UP/secret.html" %}{% include "SECRETS/secret.html" %}'},
    "the inside of the program": masthead("{{ ''.__class__.__mro__[1].__subclasses__() }}{{ say.__globals__ }}"),
    "a format that asks": masthead("{{ '{0.__class__.__init__.__globals__}'.format(clinic) }}"),
    "a model that reads": masthead("{{ clinic.parse_file('SECRETS/secret.json') }}"),
    "a model that unpickles": masthead(
        "{{ clinic.parse_raw('cposix\\nsystem\\n(S\\'touch SECRETS/made\\'\\ntR.'.encode(), proto='pickle', allow_pickle=true) }}"
    ),
    "a template of itself": {"templates/handout.html": '{% include "handout.html" %}'},
    "a template without end": masthead("{% for i in range(99999) %}{% for j in range(99999) %}" + "x" * 999 + "{% endfor %}{% endfor %}"),
    "parts in parts": masthead("<div>" * 3000),
    "raw values": masthead("{% for box in panel %}{{ box.label | safe }}{% endfor %}")
    | {"data/labels/en.yaml": "your_copy: <img src='http://WEB/a.png'>\n"},
    # Texts and fields
    "HTML in a text": saying('<img src="http://WEB/a.png"><script>alert(1)</script><a href="javascript:1">x</a>'),
    "Jinja in a text": saying("{{ ''.__class__ }} {% include 'SECRETS/secret.html' %} {{ 7 * 7 }}"),
    "a script in Markdown": saying("[x](javascript:alert(1)) [y](JAVASCRIPT:alert(1)) [z](data:text/html,a)"),
    "a picture in Markdown": saying("![x](http://WEB/a.png) ![y](file://SECRETS/secret.svg)"),
    "a file in Markdown": saying("[x](file://SECRETS/secret.txt) [y](../secret.txt)"),
    "HTML everywhere in a text": {
        AT: varied({"title: Short": 'title: <img src="http://WEB/a.png">', "A short sheet": "</title><script>1</script>", "What it is": "<style>@import 'http://WEB/a.css'</style>"})
    },
    "an address of a section": {AT: SHORT + "  - id: more\n    heading: More\n    kind: link\n    url: javascript:alert(1)\n    statements:\n" + FIRST.replace("first", "then")},
    "HTML in the clinic": {"clinic.yaml": "name: <script src='http://WEB/a.js'></script>\naddress: '[x](javascript:alert(1)) {{ 7 }}'\nday_phone: {number: '</p><img src=http://WEB/a.png>'}\n"},
    "a script for a web page": {"clinic.yaml": "web: javascript:alert(1)\n"},
    "a colour that ends the sheet": {"clinic.yaml": "brand: {colour: '#000;} @import url(http://WEB/a.css)'}\n"},
    "a logo of the web": {"clinic.yaml": "brand: {logo: 'http://WEB/a.svg'}\n"},
    "a logo outside": {"clinic.yaml": "brand: {logo: ../secrets/secret.svg}\n"},
    "labels that ask": {"data/labels/en.yaml": "page: '{0.__class__}'\nversion: '{version.__class__.__mro__}'\n"},
    "HTML in labels": {"data/labels/en.yaml": "draft_line: <img src='http://WEB/a.png'><script>1</script>\n"},
    "HTML in sources": {"data/sources.yaml": "acr-ivig: {title: T, publisher: P, year: 2026, tier: primary, cite: \"<img src='http://WEB/a.png'>\", url: 'javascript:alert(1)'}\n"},
    "YAML that builds": {"clinic.yaml": "name: !!python/object/apply:os.system ['touch SECRETS/made']\n"},
    # Links of the disk
    "a linked text": {AT: Link("SECRETS/secret.yaml")},
    "linked labels": {"data/labels/en.yaml": Link("SECRETS/secret.yaml")},
    "a linked clinic.yaml": {"clinic.yaml": Link("SECRETS/secret.yaml")},
    "a linked template": {"templates/handout.html": Link("SECRETS/secret.html")},
    "a linked part of a template": masthead('{% include "part.html" %}') | {"templates/part.html": Link("SECRETS/secret.html")},
    "a linked sheet of the clinic": {"styles/clinic.css": Link("SECRETS/secret.css")},
    "a linked picture": masthead('<img alt="x" src="a.svg">') | {"templates/a.svg": Link("SECRETS/secret.svg")},
    "a linked folder": masthead('<img alt="x" src="../styles/more/secret.svg">') | {"styles/more": Link("SECRETS")},
    "linked templates": {"templates": Link("SECRETS")},
    "a logo that is a link": {"clinic.yaml": "brand: {logo: a.svg}\n", "a.svg": Link("SECRETS/secret.svg")},
    "a link in a circle": {"templates/handout.html": Link("handout.html")},
}  # fmt: skip


def filled(words: str, web: Web, secrets: Path) -> str:
    """The words with WEB, UP and SECRETS put in."""
    up = words.replace("UP/", "../../secrets/").replace("SECRETS", str(secrets))
    return up.replace("WEB", web.address)


def laid_out(folder: Path, files: Files, web: Web, secrets: Path) -> Path:
    """The clinic's folder, with its files and links."""
    for path, what in {AT: SHORT, "clinic.yaml": "name: Example Clinic\n", **files}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(what, Link):
            file.symlink_to(filled(what.target, web, secrets))
        else:
            file.write_text(filled(what, web, secrets), encoding="utf-8")
    return folder


def outside(folder: Path) -> list[str]:
    """Every file of the folder that does not lie in its `out`."""
    return sorted(str(p) for p in folder.rglob("*") if (folder / "out") not in (p, *p.parents))


SIGNS = ("/JavaScript", "/JS'", "/Launch", "/EmbeddedFile", "/GoToR", "/SubmitForm", "/AcroForm")
LINKS = ("https", "http", "mailto", "tel")


def dangers(pdf: bytes) -> list[str]:
    """What a PDF of ours must not hold."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    found = [f"attached {name}" for name in reader.attachments]
    for number in range(1, reader.trailer["/Size"]):
        part = reader.get_object(number)
        raw = part.get_data() if isinstance(part, pypdf.generic.StreamObject) else b""
        told = repr(part) + raw.decode("latin-1")
        found += [sign for sign in (*SIGNS, WORD) if sign in told]
        schemes = re.findall(r"'/URI': ['\"](\w+):", told)
        found += [scheme for scheme in schemes if scheme.lower() not in LINKS]
    drawn = " ".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(pdf))
    return [*found, *([f"{WORD} is drawn"] if WORD in drawn else [])]


@pytest.mark.parametrize("row", ROWS)
def test_a_hostile_folder_is_refused_or_printed_without_harm(
    row: str, web: Web, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    for name, text in SECRETS.items():
        (secrets / name).write_text(text)
    folder = laid_out(tmp_path / "clinic", ROWS[row], web, secrets)
    before = outside(tmp_path)
    web.asked.clear()
    command = ["print", "short", "--clinic", str(folder), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, command)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code in (0, 1)
    assert web.asked == []
    assert outside(tmp_path) == before
    pdfs = sorted((tmp_path / "out").rglob("*.pdf"))
    assert bool(pdfs) == (result.exit_code == 0)
    assert [danger for pdf in pdfs for danger in dangers(pdf.read_bytes())] == []
    assert WORD not in result.output
    if result.exit_code:
        for line in result.output.splitlines():
            assert str(folder) in line or line.startswith("short-en:")
            assert not any(sign in line for sign in ("Traceback", "Error", "object at", "<class"))


def test_what_these_tests_look_for_is_found_where_it_is(web: Web, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(WORD)
    page = f"""<p>{WORD}</p><a href="javascript:alert(1)">x</a><a href="file:///x">x</a>
      <link rel=attachment href="secret.txt"><form><input name=a></form>"""
    html = weasyprint.HTML(string=page, base_url=f"{tmp_path}/")
    found = dangers(html.write_pdf(pdf_forms=True))
    assert {
        "attached secret.txt",
        "javascript",
        "file",
        WORD,
        f"{WORD} is drawn",
        "/AcroForm",
    } <= set(found)
    web.asked.clear()
    urlopen(f"http://{web.address}/seen").close()
    assert web.asked == ["/seen"]


def test_a_folder_that_means_well_is_printed(web: Web, tmp_path: Path) -> None:
    files = masthead('<img alt="A star" src="star.svg"><a href="https://clinic.example">x</a>')
    files |= style("h1 { color: teal }") | {"templates/star.svg": SVG.replace(WORD, "Star")}
    folder = laid_out(tmp_path / "clinic", files, web, tmp_path)
    command = ["print", "short", "--clinic", str(folder), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, dangers((tmp_path / "out" / "short-en.pdf").read_bytes())) == (0, [])


def printed_for_anna(
    tmp_path: Path, files: Files, called: str = "Anna Example"
) -> tuple[int, pypdf.PdfReader | None, str]:
    """How a copy for Anna Example ends, its PDF if there is one, and what is told."""
    folder = tmp_path / "clinic"
    for name, text in {"clinic.yaml": "name: Example Clinic\n", AT: SHORT, **files}.items():
        assert isinstance(text, str)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    words = ["print", "short", "--clinic", str(folder), "--out", str(out)]
    ended = CliRunner().invoke(main, [*words, "--set", f"name={called}"])
    pdfs = list(out.glob("personal/*.pdf"))
    return ended.exit_code, pypdf.PdfReader(pdfs[0]) if pdfs else None, ended.output


@pytest.mark.parametrize(
    "files",
    [
        {"templates/handout.html": '{% extends "shipped/handout.html" %}{% block title %}{{ panel[0].value }}{% endblock %}'},
        masthead("<h2>{{ panel[0].value }}</h2>"),
    ],
)  # fmt: skip
def test_a_persons_name_is_in_no_title_and_no_outline_whatever_a_template_says(
    files: Files, tmp_path: Path
) -> None:
    code, pdf, _ = printed_for_anna(tmp_path, files)
    assert code == 0
    assert pdf is not None
    told = str(pdf.metadata) + pdf.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    outline = str(pdf.outline)
    assert "Anna" not in told + outline
    assert "Short. A short sheet" in told


def test_a_name_in_two_scripts_is_in_no_outline(tmp_path: Path) -> None:
    files = masthead("<h2>{{ panel[0].value }}</h2>")
    code, pdf, _ = printed_for_anna(tmp_path, files, "Anna יוסי Example")
    assert code == 0
    assert pdf is not None
    assert "Anna" not in str(pdf.outline)


def test_a_box_of_a_clinics_own_never_tells_what_it_holds(tmp_path: Path) -> None:
    box = '<div data-field="{{ panel[0].value }}" data-lines="1" style="width: 1px">{{ panel[0].value }}</div>'
    code, pdf, told = printed_for_anna(tmp_path, masthead(box))
    assert (code, pdf) == (1, None)
    assert "Anna" not in told


def test_a_form_is_told_and_never_printed(tmp_path: Path) -> None:
    form = '<form action="javascript:app.alert(1)"><button style="appearance: auto">c</button><input style="appearance: auto" name="a"></form>'
    code, pdf, told = printed_for_anna(tmp_path, masthead(form))
    assert (code, pdf) == (1, None)
    assert "`<form>` does nothing on paper" in told


def test_a_copy_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "personal").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    code, _, told = printed_for_anna(tmp_path, {})
    assert code == 1
    assert "a person's copy is not written through a link" in told
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_patients_file_is_read_by_no_template_through_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    (folder / "patients").mkdir(parents=True)
    (folder / "patients" / "anna.yaml").write_text(f"name: {WORD}\n")
    (folder / "templates").mkdir()
    (folder / "templates" / "p.html").symlink_to("../patients/anna.yaml")
    code, pdf, told = printed_for_anna(tmp_path, masthead('{% include "p.html" %}'))
    assert (code, pdf) == (1, None)
    assert "templates/p.html: this link leads out of `templates` (put the file itself here)" in told
    assert WORD not in told


def test_a_photo_that_changes_while_it_is_printed_is_the_one_that_was_looked_at(
    tmp_path: Path,
) -> None:
    photo = tmp_path / "templates" / "a.jpg"
    photo.parent.mkdir()
    Image.new("RGB", (9, 9), "red").save(photo)
    library = replace(open_library(), folders=(tmp_path, SHIPPED))
    response = Fetcher(library).fetch(photo.as_uri())
    assert response.path is None
    assert response.read() == photo.read_bytes()


def test_a_font_cannot_be_called_by_words_that_a_pdf_would_obey(tmp_path: Path) -> None:
    rule = '@font-face { font-family: "A/OpenAction[/JavaScript]"; src: local("x") }'
    code, pdf, told = printed_for_anna(tmp_path, style(rule))
    assert (code, pdf) == (1, None)
    assert "styles/clinic.css:1: a font cannot be called `A/OpenAction[/JavaScript]`" in told
