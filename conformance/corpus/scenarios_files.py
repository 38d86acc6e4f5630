"""Writer scenarios: texts, tuples, labels, prefixes, and sizes of files.

Every expectation is written down by hand; nothing computes it.
"""

from __future__ import annotations

from typing import Iterator

from corpus.scenario import UNSIGNED_MAX, field, many, one, publish, scenario, step


def scenarios() -> Iterator[dict]:
    yield from texts()
    yield from tuples()
    yield from labels()
    yield from sizes()


def texts() -> Iterator[dict]:
    yield scenario(
        "text-set",
        "1.5",
        "a shorter text after a longer one, an empty one, one as long as its field",
        [field(label, "text", size=8) for label in ("shorter", "empty", "exact")],
        [
            step("shorter", "set", "12345678"),
            step("shorter", "set", "abc"),
            step("empty", "set", "12345678"),
            step("empty", "set", ""),
            step("exact", "set", "abcdefgh"),
        ],
        [
            one("shorter", "text", "abc"),
            one("empty", "text", ""),
            one("exact", "text", "abcdefgh"),
        ],
    )
    cuts = {  # 5 bytes: what is set, what is left
        "ascii": ("123456", "12345"),
        "2-whole": ("abcé", "abcé"),
        "2-cut": ("abcdé", "abcd"),
        "3-cut-at-1": ("abcd❤", "abcd"),
        "3-cut-at-2": ("❤❤", "❤"),
        "4-cut-at-1": ("𝄞𝄞", "𝄞"),
        "4-cut-at-3": ("ab𝄞", "ab"),
    }
    yield scenario(
        "text-cut",
        "1.5",
        "texts that are too long are cut between characters, to 5 bytes or fewer",
        [field(label, "text", size=5) for label in cuts],
        [step(label, "set", text) for label, (text, _left) in cuts.items()],
        [one(label, "text", left) for label, (_text, left) in cuts.items()],
    )
    odd = "a\tb\nc %41 \x7f\"\\ é❤𝄞"
    yield scenario(
        "text-odd-characters",
        "1.5",
        "what the lines form, JSON or a shell might trip over",
        [
            field("text", "text", size=64),
            field("static", "static", type="text", size=64, value=odd),
        ],
        [step("text", "set", odd)],
        [one("text", "text", odd), one("static", "text", odd)],
    )


def tuples() -> Iterator[dict]:
    yield scenario(
        "tuple-publish",
        "1.4",
        "two values that are published together, twice and three times",
        [field("even", "tuple", signature="QQ"), field("odd", "tuple", signature="QQ")],
        [
            publish("even", "1", "2"),
            publish("odd", "1", "2"),
            publish("even", "258", UNSIGNED_MAX),
            publish("odd", "3", "4"),
            publish("odd", "258", UNSIGNED_MAX),
        ],
        [many(label, ("u64", "258"), ("u64", UNSIGNED_MAX)) for label in ("even", "odd")],
    )
    yield scenario(
        "tuple-gaps",
        "1.4",
        "parts stand at multiples of their alignment; no gap follows the last",
        [
            field("bQ", "tuple", signature="bQ"),
            field("Qb", "tuple", signature="Qb"),
            field("bhiq", "tuple", signature="bhiq"),
            field("?5sd", "tuple", signature="?5sd"),
            field("after", "u8"),
        ],
        [
            publish("bQ", "-1", UNSIGNED_MAX),
            publish("Qb", UNSIGNED_MAX, "-1"),
            publish("bhiq", "-1", "-2", "-3", "-4"),
            publish("?5sd", True, "abc❤", "0.1"),
            step("after", "set", "255"),
        ],
        [
            many("bQ", ("i8", "-1"), ("u64", UNSIGNED_MAX)),
            many("Qb", ("u64", UNSIGNED_MAX), ("i8", "-1")),
            many("bhiq", ("i8", "-1"), ("i16", "-2"), ("i32", "-3"), ("i64", "-4")),
            many("?5sd", ("bool", True), ("text", "abc"), ("f64", "0.1")),
            one("after", "u8", "255"),
        ],
    )


def labels() -> Iterator[dict]:
    yield scenario(
        "label-prefix",
        "1.12",
        "the prefix stands before every label",
        [field("hits", "counter"), field("version", "static", type="u32", value="3")],
        [step("hits", "add", "1")],
        [one("web.stats.hits", "u64", "1"), one("web.stats.version", "u32", "3")],
        label_prefix="web.stats.",
    )
    yield scenario(
        "system-fields",
        "1.12",
        "the five system fields come first; * stands for any value",
        [field("hits", "counter")],
        [step("hits", "add", "1")],
        [one("hits", "u64", "1")],
        system_fields=True,
    )
    yield scenario(
        "system-fields-prefix",
        "1.12",
        "the prefix stands before their labels too",
        [field("hits", "counter")],
        [],
        [one("web.stats.hits", "u64", "0")],
        label_prefix="web.stats.",
        system_fields=True,
    )
    odd = ["café.❤.𝄞", " ,={}\"'\\/%&<>|", "\t\n\x7f%00", "l" * 255, "l" * 257]
    yield scenario(
        "labels",
        "1.3",
        "characters of 2 to 4 bytes, what escapes might trip over, sizes next to 256",
        [field(label, "counter") for label in odd],
        [step(label, "add", str(i)) for i, label in enumerate(odd)],
        [one(label, "u64", str(i)) for i, label in enumerate(odd)],
    )


def sizes() -> Iterator[dict]:
    yield scenario("no-fields", "1.6", "a file with nothing to say", [], [], [])
    yield scenario(
        "page-exact",
        "1.9",
        "4088 bytes of label, 1 of version and 7 of other items make a page, to the byte",
        [field("l" * 4088, "static", type="u8", value="7")],
        [],
        [one("l" * 4088, "u8", "7")],
    )
    many_labels = [f"counter.{i:03}" for i in range(200)]
    yield scenario(
        "several-pages",
        "1.9",
        "200 counters: more than a page, and a field across its end",
        [field(label, "counter") for label in many_labels],
        [step(label, "add", str(i)) for i, label in enumerate(many_labels)],
        [one(label, "u64", str(i)) for i, label in enumerate(many_labels)],
    )
