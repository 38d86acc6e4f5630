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

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus.format2 import model  # noqa: E402

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
    return model.image(scenario) if scenario.get("format") == 2 else image_1(scenario)


def image_1(scenario: dict) -> bytes:
    specs = (system_fields() if scenario["system_fields"] else []) + scenario["fields"]
    fields = [Field(scenario["label_prefix"], spec) for spec in specs]
    by_label = {spec["label"]: field for spec, field in zip(specs, fields)}
    for step in scenario["steps"]:
        by_label[step["label"]].play(step)
    data = b"\x01" + b"".join(field.image() for field in fields)
    return data + bytes(-len(data) % PAGE)


def from_lines(text: bytes) -> dict:
    words = [
        [unescaped(word) for word in line.split("\t")]
        for line in text.decode().removesuffix("\n").split("\n")
    ]
    return from_lines_2(words) if words[0] == ["format", "2"] else from_lines_1(words)


def from_lines_1(lines: list[list[str]]) -> dict:
    scenario = {"fields": [], "steps": []}
    for directive, first, *rest in lines:
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


NUMBERS = {"limit", "scale", "first", "buckets", "slots", "capacity"}


def from_lines_2(lines: list[list[str]]) -> dict:
    scenario = {"format": 2, "steps": []}
    for directive, *words in lines[1:]:
        if directive == "application":
            (scenario["application"],) = words
        elif directive == "identity":
            scenario["identity"] = dict(word.split("=", 1) for word in words)
        elif directive == "family":
            scenario["steps"].append(family_from_words(*words))
        elif directive == "close":
            scenario["steps"].append({"op": "close"})
        elif directive == "local":
            scenario["steps"].append({**step_from_words(*words[1:]), "stripe": int(words[0])})
        elif directive == "step":
            scenario["steps"].append(step_from_words(*words))
    return scenario


def family_from_words(name: str, kind: str, type: str, *options: str) -> dict:
    family = {"op": "family", "name": name, "kind": kind, "type": type}
    for option in options:
        key, value = option.split("=", 1)
        if key == "label":
            family.setdefault("labels", []).append(value)
        elif key == "component":
            family.setdefault("components", []).append(component_from_word(value))
        elif key == "alive_only":
            family[key] = value == "1"
        else:
            family[key] = int(value) if key in NUMBERS else value
    return family


def component_from_word(word: str) -> dict:
    name, type, kind, unit, *width = word.split(":")
    component = {"name": name, "type": type, "kind": kind, "unit": unit}
    return {**component, "width": int(width[0])} if width else component


def step_from_words(name: str, count: str, *words: str) -> dict:
    labels, (op, *values) = words[: int(count)], words[int(count) :]
    return {"op": op, "name": name, "labels": list(labels), "values": values}


def unescaped(word: str) -> str:
    return re.sub("%([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), word)


if __name__ == "__main__":
    form, output = sys.argv[1:]
    stdin = sys.stdin.buffer.read()
    Path(output).write_bytes(image(json.loads(stdin) if form == "json" else from_lines(stdin)))
