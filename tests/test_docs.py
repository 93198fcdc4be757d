"""The documents tell the truth: commands run, and tables and quotations are the program's."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pypdfium2
import pytest
import yaml
from click.testing import CliRunner
from postoffice import post_office

from handouts.cli import main
from handouts.clinic import Clinic, PersonalField
from handouts.library import Library, open_library
from handouts.model import Topic
from handouts.sections import AnySection
from handouts.statements import Content, Statement, Term

HERE = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
OURS = re.compile(r"^handouts\b", re.MULTILINE)

# How the README says what a field of each kind takes.
WRITE = {
    "text": "text, at most {most} letters",
    "long text": "text, at most {most} letters",
    "phone": "a phone number, at most {most} letters",
    "date": "a date, such as 2026-12-01",
    "date and time": "a date and time, such as 2026-12-01T09:30",
    "dates": "dates with commas between, at most {most}",
}


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the paragraph above it."""

    language: str
    text: str
    above: str

    def file(self) -> str:
        """The file that the paragraph above names last."""
        return str(re.findall(r"`([\w./-]+\.\w+)`", self.above)[-1])

    def __str__(self) -> str:
        return self.text.splitlines()[0]


def read(document: str) -> str:
    return (HERE / document).read_text(encoding="utf-8")


def blocks(document: str) -> list[Block]:
    """All fenced blocks, in order."""
    parts = re.split(r"^```(\w*)\n(.*?)^```$", read(document), flags=re.MULTILINE | re.DOTALL)
    above, language, text = parts[0::3], parts[1::3], parts[2::3]
    last = [part.strip().split("\n\n")[-1] for part in above[:-1]]
    return [Block(*found) for found in zip(language, text, last, strict=True)]


def documented() -> Iterator[tuple[Block, str]]:
    """Each block that holds a command of ours, and what the document says it tells, or nothing."""
    for document in ("README.md", "CONTRIBUTING.md"):
        found = blocks(document)
        for block, after in zip(found, [*found[1:], None], strict=True):
            if block.language == "sh" and OURS.search(block.text):
                answered = after and after.language == "text" and not after.above
                yield block, after.text if after and answered else ""


COMMANDS = list(documented())
FILES = {
    block.file(): block.text for block in blocks("README.md") if block.language in ("yaml", "csv")
}


def table(document: str, head: str) -> list[list[str]]:
    """The cells of the rows of the table whose first column has this head."""
    _, _, rest = read(document).partition(f"| {head} |")
    rows = re.findall(r"^\|(.*)\|$", rest.partition("\n\n")[0], re.MULTILINE)[1:]
    return [[cell.strip() for cell in row.split("|")] for row in rows]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder as a reader of the README has it: its files written."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    shutil.copytree(HERE / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.parametrize(("block", "answer"), COMMANDS, ids=[str(block) for block, _ in COMMANDS])
def test_a_command_runs_as_the_document_says(
    block: Block, answer: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.delenv("HANDOUTS_CLINIC", raising=False)
    with post_office() if "handouts mail" in block.text else nullcontext() as office:
        if office:
            monkeypatch.setenv("HANDOUTS_SMTP", f"smtp://127.0.0.1:{office.port}")
        done = [typed(line, monkeypatch) for line in block.text.splitlines()]
    refused = bool(answer) and not answer.startswith("note: ")
    assert "".join(told for told, _ in done) == answer
    assert [code for _, code in done] == [1 if refused else 0] * len(done)
    prints = bool(re.search("handouts (print|booklet|copies|review)", block.text)) and not refused
    assert bool(list(desk.glob("out/**/*.pdf"))) == prints


def typed(line: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What a line typed in a terminal tells on standard error, and its exit code.

    Our own commands run in this process, so that WeasyPrint is loaded once: the half of the time.
    """
    match shlex.split(line):
        case ["handouts", *words]:
            ended = CliRunner().invoke(main, words, input=FILES["anna.yaml"])
            return ended.stderr, ended.exit_code
        case ["export", setting]:
            monkeypatch.setenv(*setting.split("=", 1))
            return "", 0
        case words:
            done = subprocess.run(words, capture_output=True, text=True)
            return done.stderr, done.returncode


def test_the_workflow_checks_prints_and_keeps_blanks_alone(tmp_path: Path) -> None:
    (block,) = blocks("docs/github.md")
    (job,) = yaml.safe_load(block.text)["jobs"].values()
    steps = {step["name"]: step for step in job["steps"] if "name" in step}
    run = {name: step["run"] for name, step in steps.items() if "run" in step}
    assert list(run) == ["No patient in the repository", "Set up", "Check", "Print"]
    assert CliRunner().invoke(main, ["init", str(tmp_path)]).exit_code == 0
    phone = "phone: {number: 312-796-0142, hours: Monday to Friday}"
    set_up = f"name: Riverside Clinic\ntexts: [welcome]\nday_{phone}\nafter_hours_{phone}\n"
    (tmp_path / "clinic.yaml").write_text(set_up)
    # What the second checkout brings.
    (tmp_path / ".handouts").symlink_to(HERE)
    (tmp_path / "out").mkdir()
    (tmp_path / "today.csv").write_text("ref,treatment,name\n1,welcome,Anna Example\n")
    copies = ".handouts/.venv/bin/handouts copies today.csv --jobs 1"
    script = "\n".join(["git init -q . && git add .", *run.values(), copies])
    done = subprocess.run(["bash", "-ec", script], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    kept = [path.name for path in tmp_path.glob(steps["Keep the blanks"]["with"]["path"])]
    assert kept == ["welcome-en.pdf"]
    assert (tmp_path / "out/copies/1-welcome-en.pdf").is_file()
    # A patients' file that somebody has added in spite of .gitignore.
    first = run["No patient in the repository"]
    added = f"git add --force today.csv\n{first}"
    done = subprocess.run(["bash", "-ec", added], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (
        1,
        "::error::a patient's file may be in the repository: today.csv\n",
    )


WALK = "docs/first-handout.md"


def test_the_first_handout_is_made_as_its_document_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(HERE / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HANDOUTS_CLINIC", raising=False)
    seen, compared = "", 0
    for block in blocks(WALK):
        match block.language:
            case "sh":
                seen = "".join(at_the_desk(line, monkeypatch) for line in block.text.splitlines())
            case "text":
                compared += 1
                assert without_time(seen) == without_time(block.text)
            case "yaml" | "xml":
                path = Path(block.file())
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
    assert compared == 6
    assert {path.name for path in Path("out").rglob("*.pdf")} == {
        "welcome-en.pdf", "find-us-en.pdf", "A-17-find-us-en.pdf", "knee-exercises-en.pdf",
    }  # fmt: skip


def at_the_desk(line: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """All that a person sees who types this line."""
    command, *words = shlex.split(line)
    if command == "cd":
        monkeypatch.chdir(words[0])
        return ""
    assert command == "handouts"
    return CliRunner().invoke(main, words).output


def without_time(told: str) -> str:
    return re.sub(r"\d+\.\d s$", "a moment", told, flags=re.MULTILINE)


def test_the_documents_hold_commands_that_print_and_that_refuse() -> None:
    answers = [answer for _, answer in COMMANDS]
    assert answers.count("") >= 6
    assert len(answers) - answers.count("") >= 4


def test_the_table_of_fields_is_that_of_the_program() -> None:
    fields = open_library().fields
    assert table("README.md", "Field") == [
        [f"`{name}`", field.labels["en"], takes(field)] for name, field in fields.items()
    ]


def takes(field: PersonalField) -> str:
    return WRITE[field.kind].format(most=field.most)


def test_the_table_of_section_kinds_is_that_of_the_program() -> None:
    kinds = [
        kind
        for section in get_args(get_args(AnySection)[0])
        for kind in get_args(section.model_fields["kind"].annotation)
    ]
    rows = table("README.md", "`kind`")
    assert sorted(row[0] for row in rows) == sorted(f"`{kind}`" for kind in kinds)
    for key in re.findall(r"`(\w+)`", " ".join(row[2] for row in rows)):
        assert re.search(rf"^    {key}: ", read("handouts/sections.py"), re.MULTILINE), key


@pytest.mark.parametrize(
    ("head", "model"), [("Key of a text", Topic), ("Key of a statement", Statement)]
)
def test_the_tables_of_keys_are_those_of_the_program(head: str, model: type[Content]) -> None:
    named = " ".join(row[0] for row in table("README.md", head))
    assert set(re.findall(r"`(\w+)`", named)) == set(model.model_fields)


def test_the_clinic_of_the_readme_shows_every_key() -> None:
    shown = yaml.safe_load(FILES["our-clinic/clinic.yaml"])
    assert set(shown) == set(Clinic.model_fields)


@pytest.mark.parametrize("name", ["print", "booklet", "mail"])
def test_every_option_of_what_prints_is_in_the_readme(name: str) -> None:
    command = [str(BIN / "handouts"), name, "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"--[a-z][a-z-]+", told))
    assert "--as-of" in options
    assert {option for option in options if option not in read("README.md")} == set()


def test_every_room_and_every_layer_is_in_the_map() -> None:
    told = read("ARCHITECTURE.md")
    rooms = {path.name for path in (HERE / "handouts").glob("*.py")}
    assert set(re.findall(r"^- `(\w+\.py)`: ", told, re.MULTILINE)) == rooms
    (contract,) = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    assert "".join(f"    {layer}\n" for layer in contract["layers"]) in told


@pytest.mark.parametrize(
    "block",
    [b for b in blocks("CONTRIBUTING.md") if b.language in ("python", "html", "css")],
    ids=str,
)
def test_quoted_code_stands_in_its_file(block: Block) -> None:
    lines = {line.strip() for line in read(block.file()).splitlines()}
    assert [line for line in block.text.splitlines() if line.strip() not in lines] == []


@pytest.mark.parametrize("document", [*DOCUMENTS, WALK])
def test_every_picture_and_page_that_a_document_links_is_there(document: str) -> None:
    prose = re.sub(r"`[^`]*`|^```.*?^```$", "", read(document), flags=re.MULTILINE | re.DOTALL)
    links, here = re.findall(r"\]\(([^)]+)\)", prose), (HERE / document).parent
    heads = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    known = {f"#{head.lower().replace(' ', '-')}" for head in heads}
    near = [link for link in links if "://" not in link and link not in known]
    assert [link for link in near if not (here / link).is_file()] == []


def test_the_pictures_are_small_enough_to_load() -> None:
    pictures = sorted(path.name for path in (HERE / "docs").glob("*.png"))
    documents = (*DOCUMENTS, *(f"docs/{path.name}" for path in (HERE / "docs").glob("*.md")))
    linked = re.findall(r"\]\((?:docs/)?([\w-]+\.png)\)", "".join(map(read, documents)))
    assert pictures == sorted(set(linked))
    assert len(pictures) >= 6
    assert all((HERE / "docs" / name).stat().st_size < 200_000 for name in pictures)


def test_the_counts_of_the_texts_are_those_of_the_program() -> None:
    counted = CliRunner().invoke(main, ["check", "--format", "table"])
    assert counted.exit_code == 0
    assert counted.stdout in read("docs/readability.md")


def test_each_claim_is_told_and_where_it_went_is_there(library: Library) -> None:
    rows = table("docs/claims.md", "Claim")
    assert [row[0] for row in rows] == [f"C{number:02}" for number in range(1, 59)]
    gaps = table("docs/claims.md", "Gap")
    assert [row[0] for row in gaps] == [f"O{number:02}" for number in range(1, 23)]
    known = {f"{t.id}/{s.id}" for t in library.texts.values() for s in t.statements()}
    known |= {text.id for text in library.texts.values()}
    named = re.findall(r"`([a-z-]+(?:/[a-z0-9-]+)?)`", " ".join(row[-1] for row in rows + gaps))
    assert set(named) - known == set()
    told = [row[-1] for row in rows + gaps]
    assert [
        where for where in told if not re.search(r"`|^Not printed: |\"When to call\"", where)
    ] == []


def test_each_heading_that_the_table_of_claims_names_is_there(library: Library) -> None:
    headings = {part.heading for text in library.texts.values() for part in text.sections}
    named = [row[1] for row in table("docs/claims.md", "Heading, in our words")]
    quoted = set(re.findall(r'"([^"]+)"', " ".join(named)))
    assert quoted - headings == {library.labels["en"]["sources"]}


OWN = "docs/your-own.md"


@pytest.mark.parametrize(
    ("head", "model"), [("Key of a field", PersonalField), ("Key of a term", Term)]
)
def test_the_tables_of_a_clinics_own_keys_are_those_of_the_program(
    head: str, model: type[Content]
) -> None:
    named = " ".join(row[0] for row in table(OWN, head))
    assert set(re.findall(r"`(\w+)`", named)) == set(model.model_fields)


def test_the_table_of_blocks_is_that_of_the_templates() -> None:
    named = " ".join(row[0] for row in table(OWN, "Block"))
    assert set(re.findall(r"`(\w+)`", named)) == blocks_of("base", "handout", "topic")


def test_the_table_of_blocks_of_a_booklet_is_that_of_its_templates() -> None:
    named = " ".join(row[0] for row in table(OWN, "Block of a booklet"))
    own = blocks_of("booklet", "chapter") - blocks_of("base")
    assert set(re.findall(r"`(\w+)`", named)) == own


def blocks_of(*templates: str) -> set[str]:
    found = (re.findall(r"{% block (\w+) %}", read(f"templates/{name}.html")) for name in templates)
    return {name for names in found for name in names}


def test_a_clinic_that_does_all_that_its_document_shows_prints_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init", "."]).exit_code == 0
    fields, glossary, css, template = (block.text for block in blocks(OWN))
    for name, text in {
        "data/fields.yaml": fields,
        "data/glossary/en.yaml": glossary,
        "styles/clinic.css": css,
        "templates/handout.html": template,
        "clinic.yaml": "name: Example Clinic\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    ended = CliRunner().invoke(main, ["print", "welcome"])
    assert ended.exit_code == 0, ended.stderr
    page = pypdfium2.PdfDocument(tmp_path / "out" / "welcome-en.pdf")[0]
    words = page.get_textpage().get_text_bounded()
    assert "Open Saturdays. Free parking." in words
    assert "Which tooth" in words
    assert "Where" not in words
