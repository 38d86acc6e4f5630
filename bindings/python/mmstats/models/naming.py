"""Names of a model's files, by templates as mmstats 0.8.0 has them."""

from __future__ import annotations

import os
import re
import string
import sys
import threading
from collections.abc import Iterator

from ..errors import Invalid

# Parsed as `str.format` does, so that {PID:08d} is one, too.
_FORMATTER = string.Formatter()


def substitutions(class_name: str) -> dict[str, str | int]:
    """What stands for what in a template, in this thread."""
    return {
        "CMD": os.path.basename(sys.argv[0] if sys.argv else ""),
        "PID": os.getpid(),
        "TID": threading.get_native_id(),
        "CLASS": class_name,
    }


def expand(template: str, class_name: str) -> str:
    """The name that a template stands for, in this thread."""
    values = substitutions(class_name)
    try:
        return template.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        known = ", ".join(f"{{{name}}}" for name in values)
        raise Invalid(f"name {template!r}: expected {known} in it at most: {error}") from None


def literally(name: str) -> str:
    """The template of that very name."""
    return name.replace("{", "{{").replace("}", "}}")


def names_thread(*templates: str) -> bool:
    """Whether each thread has names of its own."""
    return any(field == "TID" for template in templates for field, _ in _fields(template))


def siblings(template: str, class_name: str) -> re.Pattern[str] | None:
    """The names that a template stands for in all threads of this process; None where they can't
    be told from those of other processes."""
    names = [field for field, _ in _fields(template)]
    if "PID" not in names or "TID" not in names or _ambiguous(template):
        return None
    pattern = ""
    values = substitutions(class_name)
    for literal, field, spec, _ in _FORMATTER.parse(os.path.basename(template)):
        pattern += re.escape(literal)
        if field == "TID":
            pattern += r"[0-9]+"
        elif field is not None:
            pattern += re.escape(format(values[field], spec or ""))
    return re.compile(pattern)


def _ambiguous(template: str) -> bool:
    """Whether one number stands right behind another."""
    fields = [part for part in _fields(template) if part[0] in ("PID", "TID")]
    return any(before[0] is not None and not literal for before, (_, literal) in _pairs(fields))


def _pairs(fields: list[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    return zip(fields, fields[1:])


def _fields(template: str) -> Iterator[tuple[str, str]]:
    """The names in a template, each with the text before it."""
    for literal, field, _, _ in _FORMATTER.parse(template):
        if field is not None:
            yield field, literal
