"""aiogram's types built one by one are the same as all at once, and cost a start much less."""

import json
import subprocess
import sys

from tests.journeys.processes import ROOT

SAID = """
import json, re, sys
if sys.argv[1] == "late":
    from utils import late_types
    late_types.load()
import aiogram.methods, aiogram.types
size = int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1])
built = complete = 0
said = {}
for package in (aiogram.types, aiogram.methods):
    for name in package.__all__:
        one = getattr(package, name)
        if hasattr(one, "model_rebuild"):
            built += bool(one.__pydantic_complete__)
            one.model_rebuild()
            complete += bool(one.__pydantic_complete__)
            fields = one.model_fields.items()
            said[name] = {key: re.sub("0x[0-9a-f]+", "", str(field)) for key, field in fields}
print(json.dumps([size, built, complete, said]))
"""


def loaded(how: str) -> tuple[int, int, int, dict[str, dict[str, str]]]:
    done = subprocess.run(
        [sys.executable, "-c", SAID, how], cwd=ROOT, check=True, capture_output=True
    )
    size, built, complete, said = json.loads(done.stdout)
    return size, built, complete, said


def test_late_types_are_the_same() -> None:
    eager_size, _, eager_complete, eager = loaded("eager")
    late_size, late_built, late_complete, late = loaded("late")
    assert late == eager
    assert late_complete == eager_complete == len(eager) > 400
    assert late_built < len(late) / 4
    assert late_size < eager_size - 30 * 1024  # kilobytes
