"""The lines form of a scenario, for languages without a JSON parser (../README.md)."""

from __future__ import annotations

from typing import Iterator

ARGUMENTS = ("type", "size", "signature", "value", "initial")
"""What a field has after its kind, where it has it, in this order."""


def lines(scenario: dict) -> bytes:
    return b"".join(
        b"\t".join(word(value) for value in directive) + b"\n" for directive in directives(scenario)
    )


def directives(scenario: dict) -> Iterator[list[object]]:
    return directives_2(scenario) if scenario.get("format") == 2 else directives_1(scenario)


def directives_1(scenario: dict) -> Iterator[list[object]]:
    yield ["prefix", scenario["label_prefix"]]
    yield ["system", int(scenario["system_fields"])]
    for field in scenario["fields"]:
        arguments = [field[argument] for argument in ARGUMENTS if argument in field]
        yield ["field", field["label"], field["kind"], *arguments]
    for step in scenario["steps"]:
        values = step["values"] if "values" in step else [step["value"]]
        yield ["step", step["label"], step["op"], *values]


IDENTITY = (
    "created", "created_boot", "pid", "start", "boot_id", "pid_namespace", "uid", "file_id",
)  # fmt: skip
OPTIONS = {  # of a family: the word's key, by that in the JSON
    "aggregate": "aggregate",
    "unit": "unit",
    "help": "help",
    "alive_only": "alive_only",
    "labels": "label",
    "limit": "limit",
    "scale": "scale",
    "first": "first",
    "buckets": "buckets",
    "duration": "duration",
    "slots": "slots",
    "capacity": "capacity",
    "components": "component",
}


def directives_2(scenario: dict) -> Iterator[list[object]]:
    yield ["format", 2]
    yield ["application", scenario["application"]]
    if "identity" in scenario:
        yield ["identity", *[f"{key}={scenario['identity'][key]}" for key in IDENTITY]]
    for step in scenario["steps"]:
        if step["op"] == "family":
            yield ["family", step["name"], step["kind"], step["type"], *options(step)]
        elif step["op"] == "close":
            yield ["close"]
        else:
            labels = step["labels"]
            who = ["local", step["stripe"]] if "stripe" in step else ["step"]
            yield [*who, step["name"], len(labels), *labels, step["op"], *step["values"]]


def options(family: dict) -> Iterator[str]:
    for name, key in OPTIONS.items():
        value = family.get(name)
        if value is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            yield f"{key}={option(one)}"


def option(value: object) -> str:
    if isinstance(value, dict):
        parts = [value[key] for key in ("name", "type", "kind", "unit", "width") if key in value]
        return ":".join(str(part) for part in parts)
    return str(int(value)) if isinstance(value, bool) else str(value)


def word(value: object) -> bytes:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return b"".join(
        b"%%%02X" % byte if byte < 0x21 or byte in (0x25, 0x7F) else bytes([byte])
        for byte in text.encode()
    )
