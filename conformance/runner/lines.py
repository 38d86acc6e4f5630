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
    yield ["prefix", scenario["label_prefix"]]
    yield ["system", int(scenario["system_fields"])]
    for field in scenario["fields"]:
        arguments = [field[argument] for argument in ARGUMENTS if argument in field]
        yield ["field", field["label"], field["kind"], *arguments]
    for step in scenario["steps"]:
        values = step["values"] if "values" in step else [step["value"]]
        yield ["step", step["label"], step["op"], *values]


def word(value: object) -> bytes:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return b"".join(
        b"%%%02X" % byte if byte < 0x21 or byte in (0x25, 0x7F) else bytes([byte])
        for byte in text.encode()
    )
