"""Writer scenarios of format 2. Every expectation is written down by hand; the identical bytes are
the model writer's (model.py), which has to come to the expectations too."""

from __future__ import annotations

from typing import Iterator

from corpus.format2.scenario import (
    component,
    expected,
    family,
    histogram,
    overflow,
    scenario,
    step,
    window,
)

MAX = "18446744073709551615"
Scenarios = Iterator[tuple[dict, "bytes | None"]]


def scenarios() -> Scenarios:
    yield from files()
    yield from scalars()
    yield from texts()
    yield from structs()
    yield from histograms()
    yield from windows()
    yield from labels()
    yield from reuse()
    yield from stripes()
    yield from growth()


def files() -> Scenarios:
    yield scenario("empty", "2.2", "a file with nothing to say", [], [])
    hits = family("hits")
    yield scenario(
        "left-open",
        "2.18",
        "the writer ends without closing its file",
        [hits, step("hits", "inc")],
        [expected(hits, "1")],
        close=False,
    )
    described = family(
        "http.requests", unit="1", help="é❤𝄞\tand 50 % more\n", alive_only=True
    )
    plain = family("a b", "gauge", "f64", aggregate="max")
    yield scenario(
        "families",
        "2.5",
        "unit, help, aggregate; what the lines form might trip over; an application of 64 bytes",
        [described, plain],
        [expected(described, "0"), expected(plain, "0.0")],
        application="a" * 63 + "z",
    )
    kinds = [
        family(f"g.{aggregate}", "gauge", aggregate=aggregate, alive_only=alive)
        for alive in (False, True)
        for aggregate in ("sum", "min", "max", "last", "each")
    ]
    for number, one in enumerate(kinds):
        one["name"] += str(number)
    yield scenario(
        "aggregates", "2.5", "all ten", kinds, [expected(one, "0") for one in kinds]
    )


def scalars() -> Scenarios:
    u64, f64 = family("u64"), family("f64", type="f64")
    counting = [
        u64,
        f64,
        step("u64", "inc"),
        step("u64", "add", "41"),
        step("f64", "inc"),
        step("f64", "add", "0.5"),
    ]
    yield scenario(
        "counters", "2.7", "inc and add", counting, [expected(u64, "42"), expected(f64, "1.5")]
    )
    yield scenario(
        "counters-any-writer",
        "2.7",
        "the same, without an identity: what any writer can be held against",
        counting,
        [expected(u64, "42"), expected(f64, "1.5")],
        identical=False,
    )
    yield scenario(
        "counter-wraps",
        "2.10",
        "2^64 - 1 and 3 is 2",
        [u64, step("u64", "add", MAX), step("u64", "add", "3")],
        [expected(u64, "2")],
    )
    gauges = {
        "u64": ("5", "add", "7", "12"),
        "i64": ("-5", "add", "-7", "-12"),
        "f64": ("-0.0", "set", "0.1", "0.1"),
        "bool": (True, "set", False, False),
    }
    families = [family(f"{type}.gauge", "gauge", type) for type in gauges]
    steps: list[dict] = list(families)
    for type, (first, op, second, _end) in gauges.items():
        steps += [step(f"{type}.gauge", "set", first), step(f"{type}.gauge", op, second)]
    ends = [expected(one, gauges[one["type"]][3]) for one in families]
    yield scenario("gauges", "2.7", "each type, set twice or set and added to", steps, ends)
    extremes = {
        "u64": MAX,
        "i64": "-9223372036854775808",
        "f64": "5e-324",
        "bool": True,
    }
    steps = families + [
        step(f"{type}.gauge", "set", value) for type, value in extremes.items()
    ]
    ends = [expected(one, extremes[one["type"]]) for one in families]
    yield scenario("gauges-extreme", "2.7", "extreme values", steps, ends)
    special = [family(name, "gauge", "f64") for name in ("inf", "-inf", "nan", "-0.0")]
    yield scenario(
        "gauges-f64",
        "2.7",
        "infinities, NaN and a negative zero",
        special + [step(one["name"], "set", one["name"]) for one in special],
        [expected(one, one["name"]) for one in special],
        identical=False,
    )


def text_family(name: str, capacity: int, **more: object) -> dict:
    return family(name, "text", "bytes", capacity=capacity, **more)


def texts() -> Scenarios:
    never, once, often = (text_family(name, 16) for name in ("never", "once", "often"))
    slots = {"slots": 4, "width": 24}
    steps = [step("often", "set", f"number {i}") for i in range(5)] + [step("often", "set", "x")]
    yield scenario(
        "texts",
        "2.7",
        "never published, once, and six times around four slots; what stood behind a shorter one stays",
        [never, once, often, step("once", "set", "first"), *steps],
        [expected(never, None, **slots), expected(once, "first", **slots), expected(often, "x", **slots)],
    )
    texts = {
        "empty": ("", ""),
        "full": ("abcdefghijklmnop", "abcdefghijklmnop"),
        "cut": ("abcdefghijklmnopq", "abcdefghijklmnop"),
        "cut-2": ("abcdefghijklmnoé", "abcdefghijklmno"),
        "cut-4": ("abcdefghijklm𝄞", "abcdefghijklm"),
        "odd": ("\t\"\\%41\x7f", "\t\"\\%41\x7f"),
    }
    families = [text_family(name, 16) for name in texts]
    yield scenario(
        "texts-cut",
        "2.7",
        "a capacity of 16 bytes, W is 24: what is longer is cut between characters",
        families + [step(name, "set", text) for name, (text, _left) in texts.items()],
        [expected(one, texts[one["name"]][1], slots=4, width=24) for one in families],
    )
    widths = {120: (4, 128), 128: (8, 136), 0: (4, 8)}
    families = [text_family(f"of {capacity}", capacity) for capacity in widths]
    yield scenario(
        "texts-slots",
        "2.7",
        "four slots of up to 128 bytes, eight of more",
        families + [step("of 128", "set", "é" * 64)],
        [
            expected(one, "é" * 64 if slots == 8 else None, slots=slots, width=width)
            for one, (slots, width) in zip(families, widths.values())
        ],
    )


def placed(components: list[dict], *offsets: int) -> list[dict]:
    """Components as decoded: each with its offset and width."""
    widths = {"bool": 1, "u8": 1, "i8": 1, "u16": 2, "i16": 2, "u32": 4, "i32": 4, "f32": 4}
    return [
        {
            "name": one["name"],
            "type": one["type"],
            "kind": one["kind"],
            "unit": one["unit"],
            "offset": offset,
            "width": one.get("width") or widths.get(one["type"], 8),
        }
        for one, offset in zip(components, offsets, strict=True)
    ]


def structs() -> Scenarios:
    parts = [
        component("n", "u64", "counter", "1"),
        component("mean", "f64", "gauge", "ns"),
        component("word", "text", "text", "", 5),
        component("flag", "bool"),
        component("small", "i16"),
    ]
    one = family("pair", "struct", "bytes", components=parts)
    never = family("never", "struct", "bytes", components=parts[:1])
    shape = {"slots": 4, "width": 24, "components": placed(parts, 0, 8, 16, 21, 22)}
    yield scenario(
        "structs",
        "2.7",
        "published twice; the text is cut to 5 bytes the first time, and padded the second",
        [
            one,
            never,
            step("pair", "publish", "1", "0.5", "seven!", True, "-1"),
            step("pair", "publish", MAX, "0.1", "é", False, "-32768"),
        ],
        [
            expected(one, [MAX, "0.1", "é", False, "-32768"], **shape),
            expected(never, None, slots=4, width=8, components=placed(parts[:1], 0)),
        ],
    )
    types = ["u8", "u64", "i8", "i64", "bool", "f64", "u16", "u32", "i16", "i32", "f32"]
    every = [component(type, type) for type in types]
    offsets = (0, 8, 16, 24, 32, 40, 48, 52, 56, 60, 64)
    values = ["255", MAX, "-128", "-9223372036854775808", True, "5e-324", "65535", "4294967295"]
    values += ["-32768", "-2147483648", "0.10000000149011612"]
    two = family("every", "struct", "bytes", components=every)
    yield scenario(
        "structs-every-type",
        "2.7",
        "each at the next multiple of its width, so that there are gaps",
        [two, step("every", "publish", *values)],
        [expected(two, values, slots=4, width=72, components=placed(every, *offsets))],
    )
    many = [component(f"c{i:02}", "u64", "counter") for i in range(17)]
    wide = family("wide", "struct", "bytes", components=many)
    steps = [step("wide", "publish", *[str(round * i) for i in range(17)]) for round in range(9)]
    yield scenario(
        "structs-wide",
        "2.7",
        "17 words in eight slots, published nine times",
        [wide, *steps],
        [
            expected(
                wide,
                [str(8 * i) for i in range(17)],
                slots=8,
                width=136,
                components=placed(many, *range(0, 136, 8)),
            )
        ],
    )


def histograms() -> Scenarios:
    one = family("latency", "histogram", unit="ns", scale=0, first=0, buckets=4)
    values = ["0", "1", "2", "3", "4", "5", "8", "16", "17", MAX]
    yield scenario(
        "histogram-u64",
        "2.8",
        "bounds at 1, 2, 4, 8 and 16: 0 and 1 are in zero, 17 and 2^64 - 1 above; the sum wraps",
        [one, *[step("latency", "observe", value) for value in values]],
        [
            expected(
                one,
                histogram(
                    count="10", sum="55", min="0", max=MAX, zero="2", above="2",
                    buckets=[[0, "1"], [1, "2"], [2, "2"], [3, "1"]],
                ),
            )
        ],
    )  # fmt: skip
    two = family("ratio", "histogram", "f64", scale=1, first=-4, buckets=6)
    # Bounds 0.25, 0.354, 0.5, 0.707, 1, 1.414, 2.
    values = ["0.25", "0.26", "0.5", "0.7", "0.71", "1.0", "1.5", "2.0", "2.5"]
    yield scenario(
        "histogram-f64",
        "2.8",
        "two buckets from one power of two to the next, at and next to their bounds",
        [two, *[step("ratio", "observe", value) for value in values]],
        [
            expected(
                two,
                histogram(
                    count="9", sum="9.42", min="0.25", max="2.5", zero="1", above="1",
                    buckets=[[-4, "1"], [-3, "1"], [-2, "1"], [-1, "2"], [1, "2"]],
                ),
            )
        ],
    )  # fmt: skip
    three = family("odd", "histogram", "f64", scale=0, first=-2, buckets=4)
    values = ["-1.0", "-inf", "nan", "-0.0", "5e-324", "inf"]
    yield scenario(
        "histogram-f64-special",
        "2.8",
        "negative values and NaN are refused; -0.0 is 0, a subnormal is below all buckets, infinity above",
        [three, *[step("odd", "observe", value) for value in values]],
        [
            expected(
                three,
                histogram(
                    count="3", sum="inf", min="0.0", max="inf", zero="2", above="1",
                    negative="2", nan="1",
                ),
            )
        ],
    )  # fmt: skip
    # T(1) and T(128) of the normative table, and the integers next to them. The upper bound of
    # bucket 16128 at scale 8 is 2^63 * 2^(1/256), which lies between T(1) and T(1) + 1.
    t1, t128 = 9_248_379_135_337_035_440, 13_043_817_825_332_782_212
    four = family("fine", "histogram", scale=8, first=63 * 256, buckets=256)
    values = [2**63, 2**63 + 1, t1 - 1, t1, t1 + 1, t128, t128 + 1]
    yield scenario(
        "histogram-bounds",
        "2.8",
        "scale 8 from 2^63 on: T(1) and T(128), and what is next to them; 2^63 itself is in zero",
        [four, *[step("fine", "observe", str(value)) for value in values]],
        [
            expected(
                four,
                histogram(
                    count="7", sum=str(sum(values) % 2**64), min=str(2**63), max=str(t128 + 1),
                    zero="1",
                    buckets=[[16128, "3"], [16129, "1"], [16255, "1"], [16256, "1"]],
                ),
            )
        ],
    )  # fmt: skip
    scales = [family(f"scale{s}", "histogram", scale=s, first=0, buckets=2**s * 2) for s in range(9)]
    yield scenario(
        "histogram-scales",
        "2.8",
        "3 at every scale: its base 2 logarithm is 1.58, so bucket floor(1.58 * 2^scale)",
        scales + [step(one["name"], "observe", "3") for one in scales],
        [
            expected(
                one, histogram(count="1", sum="3", min="3", max="3", buckets=[[place, "1"]])
            )
            for one, place in zip(scales, (1, 3, 6, 12, 25, 50, 101, 202, 405))
        ],
    )


def windows() -> Scenarios:
    one = family("bytes", "window", unit="By", duration="1000", slots=4)
    times = [(0, "5"), (999, "7"), (1000, "1"), (2500, "2"), (4000, "9"), (4999, "3")]
    yield scenario(
        "window",
        "2.9",
        "epoch 1 is the slot of epoch 5, which resets it; epoch 4 is left out",
        [one, *[step("bytes", "observe_at", str(time), value) for time, value in times]],
        [expected(one, window(0, (2, 1, "1", "1"), (3, 1, "2", "2"), (5, 2, "12", "9")))],
    )
    yield scenario(
        "window-backwards",
        "2.10",
        "a slot with a later epoch is not reset: 5 at time 0 is added to epoch 5",
        [one, step("bytes", "observe_at", "4000", "1"), step("bytes", "observe_at", "0", "5")],
        [expected(one, window(0, (5, 2, "6", "5")))],
    )
    two = family("ratio", "window", "f64", duration="1000000000", slots=7)
    values = ["0.1", "0.2", "-1.0", "nan", "-0.0", "inf"]
    times = [("3000000000", value) for value in values[:5]] + [("9000000000", "inf")]
    yield scenario(
        "window-f64",
        "2.9",
        "negative values and NaN are refused; -0.0 is 0",
        [two, *[step("ratio", "observe_at", *pair) for pair in times]],
        [
            expected(
                two,
                window(2, (4, 3, "0.30000000000000004", "0.2"), (10, 1, "inf", "inf")),
            )
        ],
    )


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
        "a text and a struct go on from the sequence they have, by a value of zeros; a sequence of 0 stays",
        [texts, pairs, never, *steps],
        [
            overflow("0"),
            expected(texts, (["c"], "last"), slots=4, width=16),
            expected(
                pairs, (["b"], ["8", "n"]), slots=4, width=16, components=placed(parts, 0, 8)
            ),
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
            expected(
                wide, None, slots=8, width=1600, components=placed(big, *range(0, 1600, 8))
            ),
        ],
    )
