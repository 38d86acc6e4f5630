"""One program against one case. Each check gives the reason why it fails, or None."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import decode
import validate

from runner import compare, lines, programs


class Suite(NamedTuple):
    """Where the cases are, how long a program may take for one, and whether a writer's bytes
    are compared too (level 2)."""

    folder: Path
    timeout: float
    level: int = 1


def decoder(suite: Suite, command: list[str], case: dict) -> str | None:
    path = str(suite.folder / case["file"])
    outcome = programs.run([*command, path], b"", suite.timeout)
    if outcome.trouble:
        return outcome.trouble
    if case["result"] != "invalid":
        expected = json.loads((suite.folder / case["decoded"]).read_text(encoding="utf-8"))
        return decoded_reason(outcome, expected)
    error = case["error"]
    if outcome.status != 1:
        return (
            f"expected exit status 1 ({error['clause']} at offset {error['offset']}), "
            f"found {outcome.status}{outcome.first_words()}"
        )
    if outcome.stdout.strip():
        return "expected nothing on stdout for a file that does not decode"
    stderr = outcome.stderr.decode("utf-8", "replace").replace(path, "")
    offsets = {place["offset"] for place in errors(case)}
    if not any(has_number(line, offset) for line in stderr.splitlines() for offset in offsets):
        return (
            f"expected offset {error['offset']} ({error['clause']}) on stderr, "
            f"found no such number{outcome.first_words()}"
        )
    return None


def errors(case: dict) -> list[dict]:
    """The error that a reader gives, or one of several where that hangs on the formats it reads."""
    return [case["error"], *case.get("alternatives", [])]


def decoded_reason(outcome: programs.Outcome, expected: dict) -> str | None:
    if outcome.status != 0:
        return f"expected exit status 0, found {outcome.status}{outcome.first_words()}"
    try:
        actual = json.loads(outcome.stdout.decode("utf-8"))
    except ValueError as error:
        return f"expected the decoded form on stdout, found no JSON: {error}"
    return compare.difference(expected, actual)


def has_number(line: str, number: str) -> bool:
    """Whether the number stands there by itself: 17 in "offset 17:", not in 1.17 or F17."""
    return re.search(rf"(?<![\w.-]){number}(?![\w-]|\.\w)", line) is not None


def validator(suite: Suite, command: list[str], case: dict) -> str | None:
    path = str(suite.folder / case["file"])
    outcome = programs.run([*command, path], b"", suite.timeout)
    if outcome.trouble:
        return outcome.trouble
    status = 0 if case["result"] == "valid" else 1
    if outcome.status != status:
        return (
            f"expected exit status {status} for a {case['result']} file, "
            f"found {outcome.status}{outcome.first_words()}"
        )
    output = (outcome.stdout + b"\n" + outcome.stderr).decode("utf-8", "replace")
    output_lines = output.replace(path, "").splitlines()
    groups = [errors(case)] if "error" in case else [[one] for one in case.get("departures", [])]
    for places in groups:
        if not any(has_place(line, place) for line in output_lines for place in places):
            place = places[0]
            return f"expected a line with {place['clause']} and offset {place['offset']}"
    return None


def has_place(line: str, place: dict) -> bool:
    return has_number(line, place["offset"]) and place["clause"] in line


def writer(suite: Suite, command: list[str], scenario: dict, as_lines: bool) -> str | None:
    hidden = ("expect", "identical")
    task = {key: value for key, value in scenario.items() if key not in hidden}
    stdin = lines.lines(task) if as_lines else json.dumps(task).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{Path(scenario['id']).name}.mmstats"
        outcome = programs.run([*command, str(path)], stdin, suite.timeout)
        if outcome.trouble:
            return outcome.trouble
        if outcome.status != 0:
            return f"expected exit status 0, found {outcome.status}{outcome.first_words()}"
        try:
            data = decode.read_regular_file(str(path))
        except OSError as error:
            return f"expected a file at OUTPUT_FILE: {error.strerror or error}"
    reason = written_reason(data, scenario["expect"])
    if reason or suite.level < 2 or "identical" not in scenario:
        return reason
    return identical_reason(data, (suite.folder / scenario["identical"]).read_bytes())


def identical_reason(data: bytes, expected: bytes) -> str | None:
    if len(data) != len(expected):
        return f"expected a file of {len(expected)} bytes, found {len(data)}"
    for offset, (one, other) in enumerate(zip(expected, data)):
        if one != other:
            return f"expected {one:02x} at offset {offset}, found {other:02x}"
    return None


def written_reason(data: bytes, expect: dict) -> str | None:
    for departure in validate.departures(data):
        if departure.must:
            return f"left a file that does not conform: {departure}"
    file = decode.parse(data)
    decoded = decode.decoded(file)
    if decoded["format"] != expect["format"]:
        return f"left a file of format {decoded['format']}"
    if (
        decoded["format"] == 1
        and file.fields
        and (file.layout, file.byte_order) != ("typed", "little")
    ):
        return f"left a {file.layout}, {file.byte_order}-endian file (SPEC.md 1.10, F1-TYPED-LE)"
    return compare.difference(expect, decoded, wildcards=True)
