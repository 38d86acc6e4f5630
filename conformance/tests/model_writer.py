"""A small writer that plays scenarios, so that the runner has a right one to run.

    model_writer.py json|lines OUTPUT_FILE    < scenario
"""

from __future__ import annotations

import json
import math
import os
import re
import struct
import sys
import threading
import time
from pathlib import Path

PAGE = 4096

SIGNATURES = {
    "u8": "B", "i8": "b", "u16": "H", "i16": "h", "u32": "I", "i32": "i", "u64": "Q",
    "i64": "q", "f32": "f", "f64": "d", "bool": "?",
    "counter": "Q", "average": "d", "moving_average": "d", "timer": "d",
}  # fmt: skip
UNBUFFERED = {"u8", "i8", "bool", "text", "static"}
ARGUMENTS = {  # of the lines form, in order; the last ones may be absent
    "moving_average": ["size"],
    "timer": ["size"],
    "text": ["size"],
    "tuple": ["signature"],
}


class Field:
    """A field: its items before the value(s), and its value(s)."""

    def __init__(self, prefix: str, spec: dict):
        self.kind = spec["kind"]
        kind = spec["type"] if self.kind == "static" else self.kind
        text = f"{spec.get('size')}s"
        self.signature = spec.get("signature") or (text if kind == "text" else SIGNATURES[kind])
        self.codes = re.findall(r"[0-9]+s|.", self.signature)
        self.window = int(spec.get("size") or 0) if self.kind != "average" else None
        self.label = (prefix + spec["label"]).encode()
        self.seen: list[float] = []
        initial = spec.get("value", spec.get("initial"))
        zeros = ["" if code.endswith("s") else "0" for code in self.codes]
        self.value = self.packed(zeros if initial is None else [initial])
        self.write_buffer = 0xFF if self.kind in UNBUFFERED else 0
        self.buffers = [self.value] * (1 if self.write_buffer == 0xFF else 2)

    def packed(self, values: list) -> bytes:
        return struct.pack(
            self.signature, *[native(code, value) for code, value in zip(self.codes, values)]
        )

    def play(self, step: dict) -> None:
        values = step["values"] if "values" in step else [step["value"]]
        if step["op"] in ("add", "observe"):
            values = [self.added(values[0])]
        self.publish(self.packed(values))

    def added(self, value: str) -> str:
        if self.kind == "counter":
            return str((struct.unpack("Q", self.value)[0] + int(value)) % 2**64)
        self.seen.append(float(value))
        window = self.seen[-self.window :] if self.window else self.seen
        return str(math.fsum(window) / len(window))

    def publish(self, value: bytes) -> None:
        self.value = value
        if self.write_buffer == 0xFF:
            self.buffers[0] = value
        else:
            self.buffers[self.write_buffer] = value
            self.write_buffer ^= 1

    def image(self) -> bytes:
        signature = self.signature.encode()
        return b"".join(
            [
                struct.pack("<H", len(self.label)) + self.label,
                struct.pack("<H", len(signature)) + signature,
                bytes([self.write_buffer]),
                *self.buffers,
            ]
        )


def native(code: str, value: str | bool) -> object:
    if code.endswith("s"):
        return value.encode()[: int(code[:-1])].decode("utf-8", "ignore").encode()
    if code == "?":
        return value in (True, "true")
    return float(value) if code in "fd" else int(value)


def system_fields() -> list[dict]:
    values = {
        "pid": ("u32", os.getpid()),
        "tid": ("i64", threading.get_native_id()),
        "uid": ("u64", os.getuid()),
        "gid": ("u64", os.getgid()),
        "created": ("f64", time.time()),
    }
    return [
        {"label": f"sys.{name}", "kind": "static", "type": kind, "value": str(value)}
        for name, (kind, value) in values.items()
    ]


def image(scenario: dict) -> bytes:
    specs = (system_fields() if scenario["system_fields"] else []) + scenario["fields"]
    fields = [Field(scenario["label_prefix"], spec) for spec in specs]
    by_label = {spec["label"]: field for spec, field in zip(specs, fields)}
    for step in scenario["steps"]:
        by_label[step["label"]].play(step)
    data = b"\x01" + b"".join(field.image() for field in fields)
    return data + bytes(-len(data) % PAGE)


def from_lines(text: bytes) -> dict:
    scenario = {"fields": [], "steps": []}
    for line in text.decode().removesuffix("\n").split("\n"):
        directive, first, *rest = [unescaped(word) for word in line.split("\t")]
        if directive == "prefix":
            scenario["label_prefix"] = first
        elif directive == "system":
            scenario["system_fields"] = first == "1"
        elif directive == "field":
            scenario["fields"].append({"label": first, **field_from_words(*rest)})
        elif directive == "step":
            scenario["steps"].append({"label": first, "op": rest[0], "values": rest[1:]})
    return scenario


def field_from_words(kind: str, *arguments: str) -> dict:
    names = ARGUMENTS.get(kind, ["initial"])
    if kind == "static":
        names = ["type", "size", "value"] if arguments[0] == "text" else ["type", "value"]
    return {"kind": kind, **dict(zip(names, arguments))}


def unescaped(word: str) -> str:
    return re.sub("%([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), word)


if __name__ == "__main__":
    form, output = sys.argv[1:]
    stdin = sys.stdin.buffer.read()
    Path(output).write_bytes(image(json.loads(stdin) if form == "json" else from_lines(stdin)))
