"""The decoded form of format 2 with its floats spelled one way, so that 3e1 equals 30.0. Format 1's
says the type next to each value, format 2's next to each family."""

from __future__ import annotations

import re

FLOAT = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?|-?inf|nan")
OF_TYPE = {
    "histogram": ("sum", "min", "max"),
    "window": ("sum", "max"),
}
"""Which parts of a value are of the family's value type."""


def form(decoded: object) -> object:
    """What isn't a decoded form of format 2 stays as it is."""
    if not isinstance(decoded, dict) or decoded.get("format") != 2:
        return decoded
    families = decoded.get("families")
    if not isinstance(families, list):
        return decoded
    return {**decoded, "families": [of_family(family) for family in families]}


def of_family(family: object) -> object:
    if not isinstance(family, dict) or not isinstance(family.get("series"), list):
        return family
    series = [
        {**one, "value": of_value(family, one["value"])}
        if isinstance(one, dict) and "value" in one
        else one
        for one in family["series"]
    ]
    return {**family, "series": series}


def of_value(family: dict, value: object) -> object:
    if family.get("kind") == "struct" and isinstance(value, list):
        types = [one.get("type") for one in family.get("components", [])]
        types += [None] * (len(value) - len(types))
        return [spelled(one) if type in ("f32", "f64") else one for one, type in zip(value, types)]
    if family.get("type") != "f64":
        return value
    if not isinstance(value, dict):
        return spelled(value)
    names = OF_TYPE.get(str(family.get("kind")), ())
    return {
        key: [of_value(family, slot) for slot in part]
        if key == "slots" and isinstance(part, list)
        else spelled(part)
        if key in names
        else part
        for key, part in value.items()
    }


def spelled(value: object) -> object:
    """A float as Python spells it, whatever the sign of a NaN."""
    if not isinstance(value, str) or not FLOAT.fullmatch(value):
        return value
    return repr(float(value))
