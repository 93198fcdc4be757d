"""The commands as a person types them, in a process of their own."""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from handouts import SHIPPED

HANDOUTS = Path(sys.executable).with_name("handouts")


def run(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """What the command says and how it ends."""
    typed = more.pop("typed", None)
    return subprocess.run(
        [str(HANDOUTS), *arguments],
        cwd=cwd,
        env=os.environ | more,
        input=typed,
        capture_output=True,
        text=True,
    )


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_print_says_the_file_its_pages_and_how_long(tmp_path: Path) -> None:
    done = run("print", "ivig", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("out/ivig-en.pdf: 6 pages, ")
    assert (tmp_path / "out" / "ivig-en.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_the_same_bytes_in_any_folder_zone_locale_and_with_400_more_fonts(tmp_path: Path) -> None:
    home = tmp_path / "home"
    fonts = home / ".fonts"
    fonts.mkdir(parents=True)
    shipped = sorted((SHIPPED / "styles" / "fonts").glob("*.ttf"))
    for i in range(400):
        font = shipped[i % len(shipped)]
        (fonts / f"{i}-{font.name}").symlink_to(font)
    for debian in Path("/usr/share/fonts").rglob("*.ttf"):
        (fonts / debian.name).exists() or (fonts / debian.name).symlink_to(debian)
    here, there = tmp_path / "here", tmp_path / "there" / "deep"
    here.mkdir()
    there.mkdir(parents=True)
    day = ("--as-of", "2026-11-22")
    run("print", "ivig", *day, cwd=here, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    run(
        *("print", "ivig", *day),
        cwd=there,
        TZ="Asia/Tokyo",
        LC_ALL="C.UTF-8",
        PYTHONHASHSEED="2",
        HOME=str(home),
        XDG_CACHE_HOME=str(home / "cache"),
        XDG_DATA_HOME=str(home / "data"),
    )
    assert sha(here / "out" / "ivig-en.pdf") == sha(there / "out" / "ivig-en.pdf")


def test_it_prints_where_there_is_no_network(tmp_path: Path) -> None:
    unshare = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    alone = subprocess.run(
        [*unshare, str(HANDOUTS), "print", "ivig"], cwd=tmp_path, capture_output=True, text=True
    )
    assert alone.returncode == 0, alone.stderr
    assert (tmp_path / "out" / "ivig-en.pdf").exists()


def test_a_personal_print_is_private_and_never_bears_a_blanks_name(tmp_path: Path) -> None:
    done = run("print", "ivig", "--set", "name=Anna Example", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (copy,) = (tmp_path / "out" / "personal").iterdir()
    assert copy.name.endswith("-ivig-en.pdf")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert not (tmp_path / "out" / "ivig-en.pdf").exists()
    assert "Anna" not in done.stdout + done.stderr + copy.name


def test_a_patients_file_may_come_from_standard_input(tmp_path: Path) -> None:
    typed = "ref: A-17\nname: Anna Example\nvisits: [2026-12-01, 2026-12-02]\n"
    done = run("print", "ivig", "--patient", "-", cwd=tmp_path, typed=typed)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "personal" / "A-17-ivig-en.pdf").exists()


def test_mistakes_in_a_patients_file_are_told_by_line_and_without_the_value(tmp_path: Path) -> None:
    (tmp_path / "anna.yaml").write_text("name: Anna Example\nbirth_date: 5 March 62\nnmae: Anna\n")
    done = run("print", "ivig", "--patient", "anna.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "anna.yaml:2: `birth_date` is not a date (write 2026-12-01)",
        "anna.yaml:3: `nmae` is not a field of this clinic (did you mean `name`?)",
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("print", "ivgi"), "There is no text `ivgi` (did you mean `ivig`?)."),
        (("print", "ivig", "--language", "xx"), "There is no language `xx` (there is `en`)."),
        (("print", "ivig", "--patient", "no.yaml"), "no.yaml: cannot be read: No such file"),
        (("print", "ivig", "--clinic", "no"), "no: there is no clinic.yaml in this folder"),
        (("print", "ivig", "--out", "taken"), "taken: cannot be written"),
    ],
)
def test_a_mistake_is_one_plain_sentence_and_exit_code_1(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_typed_wrong_ends_with_2(tmp_path: Path) -> None:
    assert run("print", cwd=tmp_path).returncode == 2
    assert run("print", "ivig", "--set", "name", cwd=tmp_path).returncode == 2
    assert run("prnit", cwd=tmp_path).returncode == 2


def test_an_expired_statement_is_left_out_and_told(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic"
    source = SHIPPED / "data" / "treatments" / "ivig" / "en.yaml"
    target = clinic / "data" / "treatments" / "ivig" / "en.yaml"
    target.parent.mkdir(parents=True)
    shutil.copy(SHIPPED / "data" / "starter" / "clinic.yaml", clinic)
    text = source.read_text()
    dated = text.replace(
        "      - id: short-lived\n", "      - id: short-lived\n        expires: 2026-12-31\n"
    )
    assert dated != text
    target.write_text(dated)
    last = run("print", "ivig", "--clinic", "clinic", "--as-of", "2026-12-31", cwd=tmp_path)
    assert last.stderr == ""
    late = run("print", "ivig", "--clinic", "clinic", "--as-of", "2027-01-01", cwd=tmp_path)
    assert late.stderr == ("note: ivig-en: `short-lived` expired on 2026-12-31 and is left out\n")
    assert late.returncode == 0


def test_render_py_prints_everything(tmp_path: Path) -> None:
    script = SHIPPED / "render.py"
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    printed = {path.name for path in (tmp_path / "out").iterdir()}
    texts = ("abatacept", "costs", "infliximab", "ivig", "options", "rituximab")
    assert printed == {f"{text}-en.pdf" for text in texts}
