"""Writer scenarios of format 2: labels, reuse, stripes and growth. Every expectation is written
down by hand."""

from __future__ import annotations

from corpus.format2.scenario import (
    Scenarios,
    component,
    expected,
    family,
    histogram,
    overflow,
    placed,
    scenario,
    step,
    text_family,
    window,
)


def scenarios() -> Scenarios:
    yield from labels()
    yield from reuse()
    yield from stripes()
    yield from growth()


def labels() -> Scenarios:
    one = family("hits", labels=["code"], help="h")
    yield scenario(
        "labels",
        "2.6",
        "series are created when they are looked up first, and stand in that order",
        [
            one,
            step("hits", "add", "3", labels=("200",)),
            step("hits", "inc", labels=("404",)),
            step("hits", "inc", labels=("200",)),
            step("hits", "inc", labels=("",)),
        ],
        [overflow("0"), expected(one, (["200"], "4"), (["404"], "1"), ([""], "1"))],
    )
    two = family("odd", "gauge", "i64", labels=["k 1", "é❤"])
    yield scenario(
        "labels-two",
        "2.6",
        "two keys, in whose order the values stand; entries of 64 and 96 bytes",
        [
            two,
            step("odd", "set", "-1", labels=("a", "b")),
            step("odd", "set", "-2", labels=("b", "a")),
            step("odd", "set", "-3", labels=("v" * 30, "𝄞")),
            step("odd", "set", "-4", labels=("a", "b")),
        ],
        [
            overflow("0"),
            expected(two, (["a", "b"], "-4"), (["b", "a"], "-2"), (["v" * 30, "𝄞"], "-3")),
        ],
    )
    first, plain = family("first", labels=["k"], limit=2), family("plain")
    steps = [step("first", "inc", labels=(name,)) for name in ("a", "b", "c", "d", "a", "c")]
    yield scenario(
        "overflow",
        "2.6",
        "a limit of two: c, d and c again go to the overflow series, which the first makes live",
        [plain, first, *steps],
        [
            expected(plain, "0"),
            overflow("3"),
            expected(first, (None, "3"), (["a"], "2"), (["b"], "1")),
        ],
    )
    kinds = [
        text_family("text", 8, labels=["k"], limit=1),
        family("gauge", "gauge", labels=["k"], limit=1),
        family("histogram", "histogram", labels=["k"], limit=1, scale=0, first=0, buckets=2),
        family("window", "window", labels=["k"], limit=1, duration="1", slots=2),
    ]
    steps = []
    for name in ("a", "b"):
        steps += [
            step("text", "set", f"is {name}", labels=(name,)),
            step("gauge", "set", "7", labels=(name,)),
            step("histogram", "observe", "2", labels=(name,)),
            step("window", "observe_at", "5", "2", labels=(name,)),
        ]
    counted = histogram(count="1", sum="2", min="2", max="2", buckets=[[0, "1"]])
    seen = window(0, (6, 1, "2", "2"))
    yield scenario(
        "overflow-kinds",
        "2.6",
        "of a text, a gauge, a histogram and a window",
        [*kinds, *steps],
        [
            overflow("4"),
            expected(kinds[0], (None, "is b"), (["a"], "is a"), slots=4, width=16),
            expected(kinds[1], (None, "7"), (["a"], "7")),
            expected(kinds[2], (None, counted), (["a"], counted)),
            expected(kinds[3], (None, seen), (["a"], seen)),
        ],
    )


def reuse() -> Scenarios:
    one = family("jobs", labels=["id"])
    yield scenario(
        "retire",
        "2.12",
        "b is not yielded any more",
        [
            one,
            *[step("jobs", "inc", labels=(name,)) for name in ("a", "b", "c")],
            step("jobs", "retire", labels=("b",)),
        ],
        [overflow("0"), expected(one, (["a"], "1"), (["c"], "1"))],
    )
    long = "l" * 27
    yield scenario(
        "reuse",
        "2.12",
        "d takes the entry that was retired first, c's; the long value doesn't fit into a's and "
        "gets a new entry; a comes back in its own, from 0",
        [
            one,
            *[step("jobs", "add", "5", labels=(name,)) for name in ("a", "b", "c")],
            step("jobs", "retire", labels=("c",)),
            step("jobs", "retire", labels=("a",)),
            step("jobs", "inc", labels=("d",)),
            step("jobs", "inc", labels=(long,)),
            step("jobs", "inc", labels=("a",)),
        ],
        [overflow("0"), expected(one, (["a"], "1"), (["b"], "5"), (["d"], "1"), ([long], "1"))],
    )
    two = family("few", labels=["id"], limit=1)
    yield scenario(
        "reuse-below-limit",
        "2.12",
        "retired series don't count: b has room when a is gone, and c has none",
        [
            two,
            step("few", "inc", labels=("a",)),
            step("few", "retire", labels=("a",)),
            step("few", "inc", labels=("b",)),
            step("few", "inc", labels=("c",)),
        ],
        [overflow("1"), expected(two, (None, "1"), (["b"], "1"))],
    )
    texts = text_family("text", 8, labels=["k"])
    parts = [component("n", "u64", "counter"), component("w", "text", "text", "", 8)]
    pairs = family("pair", "struct", "bytes", labels=["k"], components=parts)
    never = text_family("never", 8, labels=["k"])
    steps = [
        step("text", "set", "old text", labels=("a",)),
        step("pair", "publish", "7", "old", labels=("a",)),
    ]
    steps += [step(name, "retire", labels=("a",)) for name in ("text", "pair")]
    steps += [
        step("never", "retire", labels=("a",)),
        step("never", "set", "new", labels=("b",)),
        step("text", "set", "", labels=("b",)),
        step("text", "retire", labels=("b",)),
        step("text", "set", "last", labels=("c",)),
        step("pair", "publish", "8", "n", labels=("b",)),
    ]
    yield scenario(
        "reuse-sequenced",
        "2.12",
        "a text and a struct go on from the sequence they have, by a value of zeros; a sequence "
        "of 0 stays",
        [texts, pairs, never, *steps],
        [
            overflow("0"),
            expected(texts, (["c"], "last"), slots=4, width=16),
            expected(pairs, (["b"], ["8", "n"]), slots=4, width=16, components=placed(parts, 0, 8)),
            expected(never, (["b"], "new"), slots=4, width=16),
        ],
    )


def stripes() -> Scenarios:
    hits, latency = family("hits"), family("latency", "histogram", scale=2, first=0, buckets=8)
    seen = family("seen", "window", duration="1000", slots=3)
    yield scenario(
        "local",
        "2.7",
        "two local objects and the shared handle: their counts add up, the window's by epoch",
        [
            hits,
            latency,
            seen,
            step("hits", "inc", stripe=1),
            step("hits", "add", "10", stripe=2),
            step("hits", "add", "100"),
            step("latency", "observe", "2", stripe=2),
            step("latency", "observe", "3", stripe=1),
            step("seen", "observe_at", "500", "4"),
            step("seen", "observe_at", "600", "5", stripe=1),
            step("seen", "observe_at", "1600", "6", stripe=2),
        ],
        [
            expected(hits, "111"),
            expected(
                latency,
                histogram(count="2", sum="5", min="2", max="3", buckets=[[3, "1"], [6, "1"]]),
            ),
            expected(seen, window(0, (1, 2, "9", "5"), (2, 1, "6", "6"))),
        ],
    )
    jobs = family("jobs", labels=["id"], limit=2)
    yield scenario(
        "local-labels",
        "2.12",
        "a local handle of an overflow series counts in stripe 0; a reused series begins at 0 in "
        "every stripe",
        [
            jobs,
            step("jobs", "add", "5", labels=("a",), stripe=1),
            step("jobs", "add", "6", labels=("a",), stripe=2),
            step("jobs", "add", "7", labels=("b",), stripe=1),
            step("jobs", "add", "8", labels=("c",), stripe=1),
            step("jobs", "retire", labels=("a",)),
            step("jobs", "inc", labels=("d",), stripe=2),
        ],
        [overflow("1"), expected(jobs, (None, "8"), (["d"], "1"), (["b"], "7"))],
    )
    sums = family("sums", type="f64")
    yield scenario(
        "local-f64",
        "2.7",
        "stripes of an f64 counter",
        [
            sums,
            step("sums", "add", "0.25", stripe=1),
            step("sums", "inc", stripe=2),
            step("sums", "add", "0.5"),
        ],
        [expected(sums, "1.75")],
    )


def growth() -> Scenarios:
    many = [family(f"counter.{i:03}", unit="1", help="h" * 100) for i in range(300)]
    yield scenario(
        "grow-directory",
        "2.11",
        "300 families with help: more than ten blocks of 4,096, and then one of 8,192",
        many + [step(one["name"], "add", str(i)) for i, one in enumerate(many)],
        [expected(one, str(i)) for i, one in enumerate(many)],
    )
    one = family("series", labels=["k"])
    names = [f"{i:03}" for i in range(600)]
    yield scenario(
        "grow-striped",
        "2.11",
        "600 series: striped block 1 follows when 504 words are full, and the local object gets a "
        "block of its own for it",
        [one, *[step("series", "inc", labels=(name,), stripe=int(name) % 2) for name in names]],
        [overflow("0"), expected(one, *(([name], "1") for name in names))],
    )
    large = family("large", "histogram", scale=4, first=0, buckets=1000)
    small = family("small", "histogram", scale=0, first=0, buckets=1)
    counter, gauge = family("counter"), family("gauge", "gauge")
    big = [component(f"c{i:03}", "u64") for i in range(200)]
    wide = family("wide", "struct", "bytes", components=big)
    yield scenario(
        "grow-large",
        "2.11",
        "a histogram of 8,064 bytes makes its block 12,288 long; what is left of it takes the "
        "next cells; a struct of 12,808 bytes does the same to the cells",
        [counter, gauge, large, small, wide, step("large", "observe", "1000000", stripe=1)],
        [
            expected(counter, "0"),
            expected(gauge, "0"),
            expected(
                large,
                histogram(
                    count="1", sum="1000000", min="1000000", max="1000000", buckets=[[318, "1"]]
                ),
            ),
            expected(small, histogram()),
            expected(wide, None, slots=8, width=1600, components=placed(big, *range(0, 1600, 8))),
        ],
    )
