"""The commands as a person types them, in a process of their own."""

import hashlib
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import weasyprint
from helpers import AT, FIRST, SHORT, clinic

from handouts import SHIPPED

HANDOUTS = Path(sys.executable).with_name("handouts")


def run(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
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


def run_apart(script: str, *, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What a script says that may mount what it likes, where nobody else sees it."""
    unshare = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    named = f'set -e; handouts() {{ "{HANDOUTS}" "$@"; }}; {script}'
    return subprocess.run([*unshare, "sh", "-c", named], cwd=cwd, capture_output=True, text=True)


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
        (("print", "ivig", "--language", "xx"), "There is no language `xx` (there is `en`, `es`)."),
        (("print", "ivig", "--patient", "no.yaml"), "no.yaml: there is no such file"),
        (("print", "ivig", "--clinic", "no"), "no: there is no such folder"),
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


def loaded_by_weasyprint(name: str) -> Path:
    """The file of a library that printing has loaded."""
    assert weasyprint.__version__
    lines = Path("/proc/self/maps").read_text().splitlines()
    (path,) = {line.split()[-1] for line in lines if f"/{name}.so" in line}
    return Path(path)


@pytest.mark.parametrize("name", ["libpango-1.0", "libpangoft2-1.0", "libgobject-2.0"])
def test_a_missing_pango_is_told_with_what_to_install(name: str, tmp_path: Path) -> None:
    (tmp_path / "nothing").touch()
    hidden = f"mount --bind nothing {loaded_by_weasyprint(name)}"
    done = run_apart(f"{hidden}; handouts print costs --out there", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    told = f"Nothing can be printed, since {name}-0 cannot be loaded here ("
    assert line.startswith(told)
    assert re.fullmatch(
        r"(type: .*pango.*|see https://doc\.courtbouillon\.org/.*)\)\.", line[len(told) :]
    )
    assert not (tmp_path / "there").exists()


def test_without_pango_texts_are_checked_and_folders_made(tmp_path: Path) -> None:
    (tmp_path / "nothing").touch()
    hidden = f"mount --bind nothing {loaded_by_weasyprint('libpango-1.0')}"
    allow = "--allow unsigned,clinic-not-set-up"
    done = run_apart(f"{hidden}; handouts check --words {allow}; handouts init ours", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_is_told_once_and_what_was_printed_stays_whole(tmp_path: Path) -> None:
    small = "mkdir out kept; mount -t tmpfs -o size=150k tmpfs out"
    printing = "handouts print costs ivig options || echo ended with $?; cp -a out/. kept"
    done = run_apart(f"{small}; {printing}", cwd=tmp_path)
    assert done.stderr == "out: cannot be written: the disk is full\n"
    first, last = done.stdout.splitlines()
    assert first.startswith("out/costs-en.pdf: ")
    assert last == "ended with 1"
    (kept,) = (tmp_path / "kept").glob("*.pdf")
    assert kept.name == "costs-en.pdf"
    assert kept.read_bytes().rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize("command", ["print costs options", "init out/ours", "schema out"])
def test_a_disk_that_can_only_be_read_is_told_once(command: str, tmp_path: Path) -> None:
    done = run_apart(f"mkdir out; mount -t tmpfs -o ro tmpfs out; handouts {command}", cwd=tmp_path)
    place = command.split()[-1] if "out" in command else "out"
    assert done.returncode == 1
    assert done.stderr == f"{place}: cannot be written: it is there to be read only\n"
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("out", "why", "values"),
    [
        ("taken", "a file stands where a folder should", ()),
        ("taken/deep", "a file stands where a folder should", ("--set", "name=Anna Example")),
        ("a" * 300, "the name is too long", ()),
    ],
)
def test_a_folder_that_takes_no_sheets_is_told_once(
    out: str, why: str, values: Sequence[str], tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    done = run("print", "costs", "options", "--out", out, *values, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{out}: cannot be written: {why}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_folder_in_the_place_of_one_sheet_keeps_no_other_from_being_printed(
    tmp_path: Path,
) -> None:
    (tmp_path / "out" / "costs-en.pdf").mkdir(parents=True)
    done = run("print", "costs", "options", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "out/costs-en.pdf: cannot be written: a folder bears its name\n"
    assert done.stdout.startswith("out/options-en.pdf: ")
    names = {path.name for path in (tmp_path / "out").glob("*.pdf")}
    assert names == {"costs-en.pdf", "options-en.pdf"}


def test_a_mistake_of_several_sheets_is_told_once(tmp_path: Path) -> None:
    done = run("print", "costs", "options", "--set", "name=\U00013000", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "`name` has a letter that no font here has\n"


@pytest.mark.parametrize(
    ("stdin", "sentence"),
    [
        ("<&-", "-: standard input cannot be read: Bad file descriptor"),
        ("0> /dev/null", "-: standard input cannot be read: Bad file descriptor"),
        ("< /dev/null", "-:1: the file is empty (write it or delete it)"),
        ("< /bin/sh", "-:1: this is not UTF-8 text (save it as UTF-8)"),
    ],
)
def test_a_patient_that_cannot_be_read_from_standard_input_is_told(
    stdin: str, sentence: str, tmp_path: Path
) -> None:
    shell = ["sh", "-c", f'"{HANDOUTS}" print costs --patient - {stdin}']
    done = subprocess.run(shell, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, f"{sentence}\n")


def test_a_patients_file_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "anna.yaml").mkdir()
    done = run("print", "costs", "--patient", "anna.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "anna.yaml: this is a folder, not a file (name a file in it)\n"


def test_ctrl_c_ends_a_print_tidily(tmp_path: Path) -> None:
    # A test that runs in the background of a shell has Ctrl-C switched off for its children.
    command = ["env", "--default-signal=INT", str(HANDOUTS), "print", "--all", "--jobs", "1"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=tmp_path, **pipes) as printing:
        assert printing.stdout.readline().startswith("out/abatacept-en.pdf: ")
        printing.send_signal(signal.SIGINT)
        _, told = printing.communicate(timeout=60)
    assert (printing.returncode, told) == (130, "Stopped.\n")
    (printed,) = (tmp_path / "out").glob("*.pdf")
    assert printed.name == "abatacept-en.pdf"


@pytest.mark.parametrize("command", [("rules",), ("print", "costs")])
def test_a_reader_that_goes_away_is_no_mistake(command: tuple[str, ...], tmp_path: Path) -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([str(HANDOUTS), *command], cwd=tmp_path, **pipes) as telling:
        telling.stdout.close()
        assert telling.stderr.read() == ""


def test_a_report_that_finds_the_disk_full_is_told_in_a_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([str(HANDOUTS), "rules"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr == b"What there is to tell cannot be written: the disk is full\n"


def test_a_folder_that_was_deleted_meanwhile_is_told_in_a_sentence(tmp_path: Path) -> None:
    script = f'mkdir gone; cd gone; rmdir ../gone; "{HANDOUTS}" print costs'
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "The folder you are in is no longer there.\n")


def test_a_clinics_folder_is_found_from_within_and_a_named_one_wins(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("here", "told", "named")]
    for folder in folders:
        clinic(folder, {AT: SHORT.replace("Drink water.", f"Drink {folder.name} water.")})
    here, told, named = folders
    deep = here / "data" / "treatments"
    found = run("print", "short", "--out", here / "1", cwd=deep)
    assert found.stderr == f"note: for the clinic of {here}\n"
    env = {"HANDOUTS_CLINIC": str(told)}
    assert run("print", "short", "--out", here / "2", cwd=deep, **env).stderr == ""
    last = run("print", "short", "--out", here / "3", "--clinic", named, cwd=deep, **env)
    assert last.stderr == ""
    for number, folder in enumerate(folders, 1):
        sheet = here / str(number) / "short-en.pdf"
        words = subprocess.run(["pdftotext", sheet, "-"], capture_output=True, text=True).stdout
        assert f"Drink {folder.name} water." in words


def test_in_the_clinics_own_folder_nothing_is_said_of_it(tmp_path: Path) -> None:
    done = run("print", "short", cwd=clinic(tmp_path, {AT: SHORT}))
    assert (done.returncode, done.stderr) == (0, "")


def test_check_finds_the_clinics_folder_from_within(tmp_path: Path) -> None:
    folder = clinic(tmp_path, {AT: SHORT.replace(FIRST, FIRST.replace("One thing", "Utilize it"))})
    done = run("check", "short", "--words", cwd=folder / "data" / "treatments")
    assert "short/en.yaml:" in done.stdout
    assert "[plain-words]" in done.stdout


def test_above_every_clinic_the_neutral_one_prints(tmp_path: Path) -> None:
    clinic(tmp_path / "inner", {AT: SHORT})
    assert run("print", "short", cwd=tmp_path).stderr.startswith("There is no text `short`")


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
    clinic(tmp_path, {"clinic.yaml": "name: Example\ntexts: [costs, options]\n"})
    script = SHIPPED / "render.py"
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    printed = {path.name for path in (tmp_path / "out").glob("*.pdf")}
    texts = ("costs", "options")
    assert printed == {
        *(f"{text}-en.pdf" for text in texts),
        "booklet-en.pdf",
        "booklet-en-saddle.pdf",
    }
