"""The wheel: it carries all that printing needs, and prints the same bytes where it is installed."""

import ast
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from conftest import DAY

from handouts import SHIPPED
from handouts.booklet import booklet
from handouts.handout import Handout
from handouts.library import Library
from handouts.press import Press

PARTS = ("data", "styles", "templates")


def done(*words: str | Path, cwd: Path) -> str:
    """What a command that goes well says; nothing of this checkout is in its environment."""
    plain = {key: os.environ[key] for key in ("HOME", "PATH", "LANG") if key in os.environ}
    ended = subprocess.run(words, cwd=cwd, env=plain, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network from this very folder."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet")
    pip = (sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder)
    done(*pip, SHIPPED, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment that holds the wheel, and borrows what it depends on."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    done(sys.executable, "-m", "venv", "--without-pip", home, cwd=wheel.parent)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    done(*pip, "--no-deps", "--no-index", wheel, cwd=wheel.parent)
    (packages,) = home.glob("lib/python*/site-packages")
    # A path that a .pth file names comes after the environment's own packages, and its .pth files,
    # one of which leads to this checkout, are not read.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return home / "bin"


def test_the_wheel_holds_the_program_and_what_it_prints_from_and_nothing_else(wheel: Path) -> None:
    files = [path for part in PARTS for path in (SHIPPED / part).rglob("*") if path.is_file()]
    program = list((SHIPPED / "handouts").rglob("*.py"))
    wanted = {f"handouts/shipped/{path.relative_to(SHIPPED).as_posix()}" for path in files}
    wanted |= {path.relative_to(SHIPPED).as_posix() for path in program}
    wanted.add("handouts/checks/Judge.java")
    held = set(zipfile.ZipFile(wheel).namelist())
    about = {name for name in held if name.startswith("handouts-")}
    assert held - about == wanted
    names = {name.partition(".dist-info/")[2] for name in about}
    licences = {"licenses/LICENSE", "licenses/LICENSE-CONTENT"}
    assert names == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", *licences}


@pytest.mark.parametrize(
    "name",
    [
        "data/starter/gitignore",
        "data/starter/data/topics/welcome/en.yaml",
        "data/starter/data/topics/welcome/es.yaml",
        "styles/fonts/OFL-Noto.txt",
        "styles/fonts/OFL-Atkinson.txt",
        "styles/fonts/fonts.conf",
        "templates/base.html",
    ],
)
def test_the_wheel_holds_the_file(name: str, wheel: Path) -> None:
    held = zipfile.ZipFile(wheel).read(f"handouts/shipped/{name}")
    assert held == (SHIPPED / name).read_bytes()


def test_nothing_in_the_wheel_was_printed_or_is_a_test(wheel: Path) -> None:
    held = zipfile.ZipFile(wheel).namelist()
    foreign = ("out/", "tests/", "test_", ".hypothesis", "__pycache__", ".pdf", ".git", ".venv")
    assert [name for name in held if any(part in name for part in foreign)] == []


def test_the_installed_program_is_that_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    asked = "import handouts; print(handouts.__file__); print(handouts.SHIPPED)"
    told = done(installed / "python", "-c", asked, cwd=tmp_path)
    assert all(Path(line).is_relative_to(installed.parent) for line in told.splitlines())


def test_an_installed_wheel_prints_the_same_bytes(
    installed: Path, tmp_path: Path, library: Library, press: Press
) -> None:
    handouts = installed / "handouts"
    day = ("--as-of", DAY.isoformat())
    done(handouts, "print", "costs", "ivig", *day, cwd=tmp_path)
    done(handouts, "booklet", "options", *day, cwd=tmp_path)
    jobs = [Handout(library.text(one, "en"), library.clinic, DAY) for one in ("costs", "ivig")]
    for job in (*jobs, booklet(library, "en", DAY, ids=("options",))):
        assert (tmp_path / "out" / f"{job.name}.pdf").read_bytes() == press.print(job).pdf


def test_an_installed_wheel_begins_a_clinics_folder_and_prints_its_text(
    installed: Path, tmp_path: Path
) -> None:
    handouts = installed / "handouts"
    done(handouts, "init", "our-clinic", cwd=tmp_path)
    folder = tmp_path / "our-clinic"
    assert (folder / ".gitignore").read_bytes() == (
        SHIPPED / "data" / "starter" / "gitignore"
    ).read_bytes()
    done(handouts, "adopt", "data/topics/costs/en.yaml", cwd=folder)
    assert "ours has not changed" in done(handouts, "compare", cwd=folder)
    assert done(handouts, "print", "welcome", cwd=folder).startswith("out/welcome-en.pdf: 1 page, ")


def imported() -> set[str]:
    """The packages that the program imports by name and that Python does not bring."""
    trees = [ast.parse(path.read_bytes()) for path in (SHIPPED / "handouts").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names} - {*sys.stdlib_module_names, "handouts"}


def test_the_wheel_asks_for_each_package_that_the_program_imports(wheel: Path) -> None:
    (about,) = [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("/METADATA")]
    told = zipfile.ZipFile(wheel).read(about).decode()
    asked = {plain(name) for name in re.findall(r"^Requires-Dist: ([\w-]+)", told, re.MULTILINE)}
    brings = metadata.packages_distributions()
    wanted = {module: {plain(name) for name in brings[module]} for module in imported()}
    assert {module for module, names in wanted.items() if not names & asked} == set()


def plain(name: str) -> str:
    """The name of a package as an index compares it."""
    return name.lower().replace("_", "-")
