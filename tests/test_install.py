"""Installing: what was tested and nothing else, on a Python that fits, or one clear sentence."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements", "requirements-dev")


@pytest.mark.parametrize("name", LOCKS)
def test_every_wheel_is_pinned_with_its_hash(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())[1:]
    assert len(blocks) > 50
    for block in blocks:
        assert re.match(r"[\w.\[\]-]+==\S+ ", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "://" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_is_of_what_is_asked_for(name: str) -> None:
    asked = (ROOT / f"{name}.in").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)$", asked, re.MULTILINE)
    locked = (ROOT / f"{name}.txt").read_text(encoding="utf-8").lower()
    for package, version in pins:
        wanted = f"{package.lower().replace('_', '-')}=={version.lower()}"
        assert re.search(rf"^{re.escape(wanted)} ", locked.replace("_", "-"), re.M), wanted


def script(folder: Path, version: str) -> Path:
    """An interpreter that says it is this version, and can do nothing else."""
    path = folder / "python"
    path.write_text(f'#!/bin/sh\ncase "$2" in *print*) echo {version} ;; *) exit 1 ;; esac\n')
    path.chmod(0o755)
    return path


def venv(folder: Path, python: object) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(ROOT / ".ci" / "venv.sh"), str(folder / ".venv")]
    env = {"PATH": "/usr/bin:/bin", "PYTHON": str(python)}
    return subprocess.run(
        command, env=env, timeout=120, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("version", ["2.7", "3.10", "3.14"])
def test_another_python_is_refused_in_one_sentence(tmp_path: Path, version: str) -> None:
    result = venv(tmp_path, script(tmp_path, version))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert f"needs Python 3.11, 3.12 or 3.13 (here: {version})" in result.stderr
    assert not (tmp_path / ".venv").exists()


def test_none_at_all(tmp_path: Path) -> None:
    assert "(here: none)" in venv(tmp_path, tmp_path / "nothing").stderr


def test_a_half_made_environment_is_made_anew(tmp_path: Path) -> None:
    broken = tmp_path / ".venv" / "bin" / "python"
    broken.parent.mkdir(parents=True)
    broken.write_text("half a file")
    (tmp_path / ".venv" / ".run").touch()
    assert venv(tmp_path, ROOT / "nothing").returncode == 1
    result = venv(tmp_path, sys.executable)
    assert result.returncode == 0, result.stderr
    assert not (tmp_path / ".venv" / ".run").exists()
    assert subprocess.run([broken, "-m", "pip", "--version"], check=False).returncode == 0
