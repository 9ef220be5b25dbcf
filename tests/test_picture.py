"""The picture in docs/architecture.md says exactly what the modules import."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "architecture.md"
ARROW = re.compile(r"^\s*(\w+)(?:\[[^]]*\])? --> (\w+)", re.MULTILINE)
TOGETHER = {"consistency": "config", "sale": "sale_money", "money": "sale_money"}
"""What the picture shows as one."""
APART = {"tests", "bench"}
Edges = set[tuple[str, str]]


def test_the_picture_is_true() -> None:
    assert drawn() == reduced(imported())


def drawn() -> Edges:
    return set(ARROW.findall(PICTURE.read_text(encoding="utf-8")))


def imported() -> Edges:
    names = {path.stem for path in ROOT.glob("*.py")} | {
        path.name for path in ROOT.iterdir() if path.is_dir() and any(path.glob("*.py"))
    }
    found = {
        (box(path.relative_to(ROOT).with_suffix("").parts), box(module.split(".")))
        for path in ROOT.rglob("*.py")
        if not APART & set(path.relative_to(ROOT).parts) and ".venv" not in path.parts
        for module in modules(path)
        if module.split(".")[0] in names - APART
    }
    return {(above, below) for above, below in found if above != below}


def modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def box(parts: tuple[str, ...] | list[str]) -> str:
    """`services/goods/loader` is in goods, `handlers/user/cart` in handlers."""
    name = parts[1] if parts[0] == "services" and len(parts) > 1 else parts[0]
    return TOGETHER.get(name, name)


def reduced(edges: Edges) -> Edges:
    """Without the arrows that others imply."""
    return {edge for edge in edges if edge[1] not in below(edges - {edge}, edge[0])}


def below(edges: Edges, start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        fresh = {lower for upper, lower in edges if upper == name} - seen
        seen |= fresh
        waiting += fresh
    return seen
