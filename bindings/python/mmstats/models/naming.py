"""Names of a model's files, by templates as mmstats 0.8.0 has them."""

from __future__ import annotations

import os
import re
import string
import sys
import threading

from ..errors import Invalid

# Parsed as `str.format` does, so that {PID:08d} is one, too.
_FORMATTER = string.Formatter()

# One right behind the other: where does it begin?
_NUMBERS_TOGETHER = re.compile(r"\{[PT]ID[^{}]*\}\{[PT]ID")


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
    return any("TID" in _fields(template) for template in templates)


def siblings(template: str, class_name: str) -> re.Pattern[str] | None:
    """The names that a template stands for in all threads of this process; None where they can't
    be told from those of other processes."""
    fields = _fields(template)
    if "PID" not in fields or "TID" not in fields or _NUMBERS_TOGETHER.search(template):
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


def _fields(template: str) -> list[str | None]:
    """The names in a template."""
    return [field for _, field, _, _ in _FORMATTER.parse(template)]
