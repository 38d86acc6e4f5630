#!/usr/bin/env python3
"""Writes the generated part of the conformance suite, or checks that it is as committed.

    generate.py            writes v1/ (but for v1/foreign), v2/ and manifest.json
    generate.py --check    changes nothing; exits with 1 where a file differs

The same code gives the same bytes, always. See README.md for what is where.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "reference"))

from corpus import (  # noqa: E402
    foreign,
    format2,
    invalid_fields,
    invalid_files,
    invalid_signatures,
    manifest,
    nonconforming,
    scenarios_fields,
    scenarios_files,
    valid_files,
    valid_texts,
    valid_values,
)
from corpus.format2 import bounds  # noqa: E402
from corpus.manifest import Task  # noqa: E402

FOLDERS = {  # format: folder: the modules whose cases stand in it
    1: {
        "valid": (valid_values, valid_texts, valid_files),
        "nonconforming": (nonconforming,),
        "invalid": (invalid_files, invalid_fields, invalid_signatures),
    },
    2: format2.FOLDERS,
}


def build(known_digests: dict[str, dict] | None = None) -> dict[str, bytes]:
    """Every generated file: its path below this folder, and its bytes. Mutation digests that are
    known (by the id of their case) aren't taken anew."""
    known = known_digests or {}
    files = {}
    tasks = [
        Task(number, folder, case, known.get(f"v{number}/{folder}/{case.name}"))
        for number, folders in FOLDERS.items()
        for folder, modules in folders.items()
        for module in modules
        for case in module.cases()
    ]
    for task in tasks:
        path, case = task.path, task.case
        if case.result != task.folder or f"{path}.mmstats" in files:
            raise ValueError(f"{path}: {case.result}, or there already")
        files[f"{path}.mmstats"] = case.data
        if case.decoded is not None:
            files[f"{path}.json"] = line(case.decoded)
    for scenario in (*scenarios_fields.scenarios(), *scenarios_files.scenarios()):
        files[f"{scenario['id']}.json"] = pretty(scenario)
    for module in format2.SCENARIOS:
        for scenario, data in module.scenarios():
            files[f"{scenario['id']}.json"] = pretty(scenario)
            if data is not None:
                files[scenario["identical"]] = data
    files["v2/bounds.json"] = pretty(bounds.document())
    tasks += [Task(1, "foreign", case) for case in foreign.cases(HERE / "v1" / "foreign")]
    # The mutation digests take nearly all of the time.
    with ProcessPoolExecutor() as pool:
        entries = pool.map(manifest.entry, tasks)
    by_id = sorted(entries, key=lambda entry: entry["id"])
    files["manifest.json"] = pretty({"cases": by_id})
    return files


def line(decoded: dict) -> bytes:
    """The decoded form as decode.py prints it."""
    return (json.dumps(decoded) + "\n").encode()


def pretty(document: dict) -> bytes:
    return (json.dumps(document, indent=1) + "\n").encode()


def committed() -> dict[str, bytes]:
    """What stands where generated files stand, by the same paths."""
    paths = [HERE / "manifest.json", HERE / "v2" / "bounds.json"]
    for number, folders in FOLDERS.items():
        for folder in (*folders, "scenarios"):
            paths += (HERE / f"v{number}" / folder).glob("*")
    return {
        path.relative_to(HERE).as_posix(): path.read_bytes() for path in paths if path.is_file()
    }


def differences(built: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    return [
        f"{path}: {'not generated any more' if path not in built else 'missing'}"
        if path not in built or path not in found
        else f"{path}: differs"
        for path in sorted(built.keys() | found.keys())
        if built.get(path) != found.get(path)
    ]


def check(known_digests: dict[str, dict] | None = None) -> int:
    different = differences(build(known_digests), committed())
    for difference in different:
        print(difference, file=sys.stderr)
    if different:
        print(
            f"{len(different)} files are not what conformance/generate.py writes. "
            "Regenerate with `make fixtures`, i.e. `python3 conformance/generate.py`, "
            "and look at what changed.",
            file=sys.stderr,
        )
    return 1 if different else 0


def write() -> int:
    built = build()
    for path in committed().keys() - built.keys():
        (HERE / path).unlink()
    for path, data in built.items():
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_bytes(data)
    print(f"{len(built)} files written")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: generate.py [--check]")
    sys.exit(check() if sys.argv[1:] else write())
