"""Which release this is: read from the changelog, and from what git left, however it lies there."""

from pathlib import Path

import pytest

from utils.release import Release

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("changelog", "version"),
    [
        ("# Changelog\n\n## Unreleased\n\n- x\n", "unreleased"),
        ("## Unreleased\n- x\n\n## 1.2.0 (2026-12-01)\n- y\n", "unreleased, after 1.2.0"),
        ("## 1.2.0 (2026-12-01)\n- y\n\n## 1.1.0\n", "1.2.0"),
        ("nothing\n", "unknown"),
        (None, "unknown"),
    ],
)
def test_the_changelog_says_the_version(
    tmp_path: Path, changelog: str | None, version: str
) -> None:
    if changelog is not None:
        (tmp_path / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    assert Release.of(tmp_path) == Release(version, None)


@pytest.mark.parametrize("kept", ["loose", "packed", "detached", "worktree", "garbled"])
def test_the_commit_is_read_without_git(tmp_path: Path, kept: str) -> None:
    git = tmp_path / ".git"
    files = {
        "loose": {"HEAD": "ref: refs/heads/a\n", "refs/heads/a": f"{COMMIT}\n"},
        "packed": {"HEAD": "ref: refs/heads/a\n", "packed-refs": f"# x\n{COMMIT} refs/heads/a\n"},
        "detached": {"HEAD": f"{COMMIT}\n"},
        "worktree": {
            "worktrees/w/HEAD": "ref: refs/heads/a\n",
            "worktrees/w/commondir": "../..\n",
            "refs/heads/a": COMMIT,
        },
        "garbled": {"HEAD": "/etc/passwd\n"},
    }[kept]
    home = tmp_path / "elsewhere" if kept == "worktree" else git
    for name, content in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(content, encoding="utf-8")
    if kept == "worktree":
        git.write_text(f"gitdir: {home}/worktrees/w\n", encoding="utf-8")
    commit = Release.of(tmp_path).commit
    assert commit == (None if kept == "garbled" else COMMIT[:12])
