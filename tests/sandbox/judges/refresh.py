"""Fetches what the judges judge by: `python tests/sandbox/judges/refresh.py`, needs npm and pip.

Two descriptions of the Bot API, made by different people from the same pages:
* npm's @gramio/types (TypeScript) becomes botapi.schema.json, a JSON Schema of every request and
  every answer;
* the schema inside aiogram's source distribution becomes methods.json, every method with its
  required and optional fields; it also tells whole numbers, which TypeScript does not know.
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

HERE = Path(__file__).parent
REQUIREMENTS = HERE.parents[2] / "requirements.txt"
PACKAGES = ("@gramio/types@10.3", "ts-json-schema-generator@2.4")
# The package describes a method as a function, which JSON Schema cannot; here it is two types.
UTILS = """
import type { APIMethods } from "./methods"
export type CallAPI<T, R> = { params: T; result: R }
export type CallAPIWithoutParams<R> = { params: {}; result: R }
export type CallAPIWithOptionalParams<T, R> = { params: T; result: R }
export type APIMethodParams<M extends keyof APIMethods> = APIMethods[M]["params"]
export type APIMethodReturn<M extends keyof APIMethods> = APIMethods[M]["result"]
"""
# Conveniences of TypeScript beside the real thing: { toString(): string }, { toJSON(): Markup }.
CONVENIENCES = {"toString", "toJSON"}

Schema = dict[str, Any]
Fields = dict[str, dict[str, Any]]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        described = _described(Path(name))
        definitions = _generated(Path(name))
    methods = definitions.pop("APIMethods")["properties"]
    calls = {method: _resolved(definitions, call) for method, call in methods.items()}
    rest = {key: value for key, value in definitions.items() if not key.startswith("CallAPI")}
    exact = {name: _exact(value, described.get(_plain(name), {})) for name, value in rest.items()}
    _write("botapi.schema.json", {"methods": calls, "definitions": exact})
    _write("methods.json", {name: _fields(described[name.lower()]) for name in methods})


def _generated(folder: Path) -> dict[str, Schema]:
    """The definitions of all requests, answers and objects."""
    subprocess.run(["npm", "install", "--silent", *PACKAGES], cwd=folder, check=True)
    types = folder / "types"
    (folder / "node_modules/@gramio/types/out").rename(types)
    (types / "utils.d.ts").write_text(UTILS)
    arguments = "--path types/methods.d.ts --type APIMethods --jsDoc none"
    command = ["npx", "ts-json-schema-generator", *arguments.split(), "--out", "schema.json"]
    subprocess.run(command, cwd=folder, check=True)
    schema: dict[str, Any] = json.loads((folder / "schema.json").read_text())
    return {name: _tidied(value) for name, value in schema["definitions"].items()}


def _described(folder: Path) -> dict[str, Fields]:
    """The fields of every type and method by lower-case name, as aiogram's authors read them."""
    [pinned] = re.findall(r"^aiogram==\S+", REQUIREMENTS.read_text(), re.MULTILINE)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, "--dest", str(folder), pinned], check=True)
    [archive] = folder.glob("aiogram-*.tar.gz")
    with tarfile.open(archive) as source:
        [member] = [
            name for name in source.getnames() if name.endswith(".butcher/schema/schema.json")
        ]
        file = source.extractfile(member)
        assert file is not None
        groups = json.load(file)["items"]
    things = [thing for group in groups for thing in group["children"]]
    return {
        thing["name"].lower(): {field["name"]: field for field in thing["annotations"]}
        for thing in things
    }


def _resolved(definitions: dict[str, Schema], call: Schema) -> Schema:
    """{"params": schema, "result": schema} of one method."""
    target = definitions[unquote(call["$ref"].rpartition("/")[2])]
    properties: Schema = target["properties"]
    return properties


def _tidied(schema: Any) -> Any:
    """Without the conveniences; a union of one is that one."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "anyOf" in schema:
        kept = [item for item in schema["anyOf"] if not CONVENIENCES & set(_properties(item))]
        if len(kept) == 1:
            return _tidied(kept[0])
        schema = schema | {"anyOf": kept}
    return {key: _tidied(value) for key, value in schema.items()}


def _properties(schema: Schema) -> Schema:
    found: Schema = schema.get("properties", {})
    return found


def _exact(schema: Schema, fields: Fields) -> Schema:
    """Whole numbers where the other description says Integer and not Float."""
    if "properties" not in schema:
        return schema
    whole = {name for name, field in fields.items() if "Float" not in field["type"]}
    properties = {
        name: _whole(value) if name in whole else value
        for name, value in schema["properties"].items()
    }
    return schema | {"properties": properties}


def _whole(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_whole(item) for item in schema]
    if isinstance(schema, dict):
        return {key: _whole(value) for key, value in schema.items()}
    return "integer" if schema == "number" else schema


def _fields(fields: Fields) -> dict[str, list[str]]:
    required = [name for name, field in fields.items() if field["required"]]
    return {"required": required, "optional": [name for name in fields if name not in required]}


def _plain(name: str) -> str:
    """TelegramMessage is Message there, SendMessageParams is sendMessage."""
    return name.removeprefix("Telegram").removesuffix("Params").lower()


def _write(name: str, document: dict[str, Any]) -> None:
    """One entry per line, so that a diff shows what a new version of the API changed."""
    (HERE / name).write_text(_lines(document) + "\n", encoding="utf-8")


def _lines(document: dict[str, Any]) -> str:
    nested = set(document) == {"methods", "definitions"}
    rows = [
        f"{json.dumps(key)}: {_lines(value) if nested else _compact(value)}"
        for key, value in sorted(document.items())
    ]
    return "{\n" + ",\n".join(rows) + "\n}"


def _compact(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
