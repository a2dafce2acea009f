"""What a fresh machine meets: the set-up scripts, the desktop entry, the icon, the wheel."""

from __future__ import annotations

import configparser
import importlib
import os
import shutil
import struct
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
POSIX = pytest.mark.skipif(os.name != "posix", reason="a shell script for POSIX systems")


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    return importlib.import_module("prepare")


def shim(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def find_python(path: Path) -> subprocess.CompletedProcess[str]:
    shell = shutil.which("sh")
    assert shell is not None
    return subprocess.run(
        [shell, str(PACKAGING / "find-python.sh")],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


@POSIX
def test_a_shim_that_leads_nowhere_is_not_taken_for_python(tmp_path: Path) -> None:
    shim(tmp_path, "python3.12", "echo 'command not found' >&2; exit 127")
    shim(tmp_path, "python3", f'exec "{sys.executable}" "$@"')
    found = find_python(tmp_path)
    assert (found.returncode, found.stdout.strip()) == (0, "python3")


@POSIX
def test_without_a_python_the_message_is_one_line_to_act_on(tmp_path: Path) -> None:
    shim(tmp_path, "python3", "exit 1")
    found = find_python(tmp_path)
    assert found.returncode == 1
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert "apt-get install python3 python3-venv" in found.stderr


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="system libraries are installed on Linux only"
)
def test_a_missing_library_is_named_in_a_line_to_copy(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "OFFSCREEN", {"libnowhere1": "libnowhere.so.1", "libc6": "libc.so.6"})
    monkeypatch.setattr(prepare, "_apt_install", lambda packages: False)
    with pytest.raises(prepare.SetUpError) as caught:
        prepare.libraries(screen=False)
    last = str(caught.value).splitlines()[-1].strip()
    assert last == "sudo apt-get update && sudo apt-get install -y libnowhere1"


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="system libraries are installed on Linux only"
)
def test_nothing_is_installed_where_all_is_there(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(prepare, "OFFSCREEN", {"libc6": "libc.so.6"})
    monkeypatch.setattr(prepare, "FONT_FOLDERS", (str(ROOT),))
    monkeypatch.setattr(prepare, "_has_font", lambda folder: True)
    monkeypatch.setattr(prepare, "_apt_install", asked.append)
    prepare.libraries(screen=False)
    assert asked == []


def test_set_up_is_done_again_only_when_what_is_declared_changes(
    prepare: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, home = tmp_path / "project", tmp_path / "project" / ".venv"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python.parent.mkdir(parents=True)
    python.write_bytes(b"")
    (project / "pyproject.toml").write_text("one", encoding="utf-8")
    installed: list[str] = []

    def pretend(command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
        installed.extend(word for word in command if word.startswith(str(project)) and word.endswith("]"))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(prepare, "ROOT", project)
    monkeypatch.setattr(prepare, "ENVIRONMENT", home)
    monkeypatch.setattr(prepare, "STAMP", home / ".reviewer-set-up")
    monkeypatch.setattr(prepare, "_quiet", pretend)
    for _ in range(2):
        assert prepare.environment() == python
    assert installed == [f"{project}[dev]"]
    prepare.environment("bundle")
    prepare.environment()
    assert installed[1:] == [f"{project}[bundle,dev]"]
    (project / "pyproject.toml").write_text("two", encoding="utf-8")
    prepare.environment()
    assert installed[2:] == [f"{project}[bundle,dev]"]


def test_a_failed_installation_shows_what_was_said(
    prepare: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(prepare, "STAMP", tmp_path / ".venv" / ".reviewer-set-up")
    monkeypatch.setattr(prepare, "_create", lambda: None)
    monkeypatch.setattr(
        prepare,
        "_quiet",
        lambda command, **variables: subprocess.CompletedProcess(command, 1, "no such host", ""),
    )
    with pytest.raises(prepare.SetUpError, match="no such host"):
        prepare.environment()
    assert not (tmp_path / ".venv" / ".reviewer-set-up").exists()


def test_the_virtual_screen_shows_windows_and_goes_away(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("no virtual screen on this machine: install xvfb and xdotool")
    screens = importlib.import_module("virtual_screen")
    command = ["xdotool", "getdisplaygeometry"]
    with screens.virtual_screen("640x480x24") as screen:
        variables = {**os.environ, **screen}
        size = subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout
    assert size.split() == ["640", "480"]
    gone = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert gone.returncode != 0


def test_the_desktop_entry_starts_the_command_with_its_icon() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(PACKAGING / "reviewer.desktop", encoding="utf-8")
    section = entry["Desktop Entry"]
    assert section["Type"] == "Application"
    assert section["Name"] == "Reviewer"
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert section["Exec"].split()[0] in scripts
    assert (ROOT / "resources" / "icons" / f"{section['Icon']}.svg").is_file()
    assert all(value.endswith(";") for key, value in section.items() if key in ("Categories", "Keywords"))
    if validator := shutil.which("desktop-file-validate"):
        checked = subprocess.run(
            [validator, str(PACKAGING / "reviewer.desktop")], capture_output=True, text=True
        )
        assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_the_icon_has_every_size(size: int) -> None:
    data = (ROOT / "resources" / "icons" / f"reviewer-{size}.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (size, size)


def test_an_installed_wheel_finds_its_resources(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("reviewer-*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
        names = archive.namelist()
    assert not [name for name in names if name.startswith(("tests/", "packaging/"))]
    code = (
        "from reviewer.resources import resource; print(resource('sample/2024-06-14_eastwold.pdf').is_file())"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "True"
    shipped = {path.relative_to(ROOT / "resources").as_posix() for path in (ROOT / "resources").rglob("*.*")}
    assert shipped <= {name.removeprefix("reviewer/_resources/") for name in names}


def test_the_two_commands_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test", "bundle", "setup", "screenshots"):
        assert f"make {target}" in readme
        assert f"\n{target}:" in makefile
    picture = readme.split("](", 1)[1].split(")", 1)[0]
    assert (ROOT / picture).is_file()
