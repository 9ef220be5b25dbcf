"""What import-linter cannot see: the single modules at the root, and habits that are banned."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = {
    "handlers",
    "services",
    "repositories",
    "models",
    "utils",
    "sandbox",
    "migrations",
    "commands",
    "web",
}
SINGLE = {
    *(
        "bot",
        "assembly",
        "conditions",
        "wiring",
        "desks",
        "entrance",
        "tools",
        "letterbox",
        "outside",
        "storage",
    ),
    *("conditions", "config", "consistency", "db", "unit_of_work"),
}
ALLOWED = {
    "config": {"consistency", "utils"},
    "consistency": {"config", "utils"},  # config for its type alone
    "db": {"migrations", "unit_of_work", "utils"},
    "unit_of_work": {"repositories", "utils"},
    "outside": {"config", "utils"},
    "conditions": {"config", "services"},
    "assembly": {
        *(
            "conditions",
            "config",
            "db",
            "desks",
            "entrance",
            "handlers",
            "letterbox",
            "outside",
            "services",
            "storage",
        ),
        *("tools", "utils", "wiring"),
    },
    "wiring": {
        *(
            "conditions",
            "config",
            "db",
            "handlers",
            "letterbox",
            "outside",
            "services",
            "storage",
            "utils",
        ),
    },
    "desks": {"handlers", "services", "tools", "utils"},
    "tools": {"handlers", "services", "utils"},
    "entrance": {"config", "db", "handlers", "services", "utils", "web", "wiring"},
    "letterbox": {"config", "handlers", "services", "utils"},
    "storage": {"config", "db", "outside", "services", "utils"},
    "bot": {"commands", "utils"},  # utils before anything imports aiogram
}
PRODUCT = [
    path
    for folder in sorted(LAYERS)
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "versions" not in path.parts
] + [ROOT / f"{name}.py" for name in sorted(SINGLE)]
LONGEST_FUNCTION = 40
LONGEST_MODULE = 300


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("module", sorted(ALLOWED))
def test_single_modules_keep_their_place(module: str) -> None:
    ours = imports(ROOT / f"{module}.py") & (LAYERS | SINGLE)
    assert ours <= ALLOWED[module]


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and path.parts[-2] != "tests":
            size = (node.end_lineno or 0) - node.lineno + 1
            assert size <= LONGEST_FUNCTION, f"{node.name} has {size} lines"


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), path


def _strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_the_shop_never_asks_whether_it_is_the_sandbox() -> None:
    shop = [path for path in PRODUCT if path.parts[-2] != "sandbox" and "sandbox" not in path.parts]
    guilty = [
        p.name for p in shop if any("sandbox" in text.lower().split() for text in _strings(p))
    ]
    assert set(guilty) <= {"app.py", "config.py", "doctor.py", "run.py", "shop.py"}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "handlers").rglob("*.py")), ids=lambda path: path.name
)
def test_handlers_need_no_exception_from_the_count_of_arguments(path: Path) -> None:
    assert "PLR0913" not in path.read_text(encoding="utf-8")
