"""The words that writer scenarios are written in: fields, steps, and what then has to be read."""

from __future__ import annotations

UNSIGNED_MAX = "18446744073709551615"


def scenario(
    name: str,
    section: str,
    comment: str,
    fields: list[dict],
    steps: list[dict],
    expect: list[dict],
    label_prefix: str = "",
    system_fields: bool = False,
) -> dict:
    return {
        "id": f"v1/scenarios/{name}",
        "section": section,
        "format": 1,
        "comment": comment,
        "label_prefix": label_prefix,
        "system_fields": system_fields,
        "fields": fields,
        "steps": steps,
        "expect": {
            "format": 1,
            "layout": "typed",
            "byte_order": "little",
            "fields": (system(label_prefix) if system_fields else []) + expect,
        },
    }


def field(label: str, kind: str, **arguments: object) -> dict:
    return {"label": label, "kind": kind, **arguments}


def step(label: str, op: str, value: str | bool) -> dict:
    return {"label": label, "op": op, "value": value}


def publish(label: str, *values: str | bool) -> dict:
    return {"label": label, "op": "set", "values": list(values)}


def one(name: str, type: str, value: str | bool) -> dict:
    return {"name": name, "type": type, "value": value}


def many(name: str, *parts: tuple[str, str | bool]) -> dict:
    return {
        "name": name,
        "type": "tuple",
        "parts": [{"type": type, "value": value} for type, value in parts],
    }


def system(prefix: str) -> list[dict]:
    types = {"pid": "u32", "tid": "i64", "uid": "u64", "gid": "u64", "created": "f64"}
    return [one(f"{prefix}sys.{name}", type, "*") for name, type in types.items()]
