"""Writer scenarios of format 2: files, scalars, texts and structs. Every expectation is written
down by hand."""

from __future__ import annotations

from corpus.format2.scenario import (
    Scenarios,
    component,
    expected,
    family,
    placed,
    scenario,
    step,
    text_family,
)

MAX = "18446744073709551615"


def scenarios() -> Scenarios:
    yield from files()
    yield from scalars()
    yield from texts()
    yield from structs()


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
    described = family("http.requests", unit="1", help="é❤𝄞\tand 50 % more\n", alive_only=True)
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
    yield scenario("aggregates", "2.5", "all ten", kinds, [expected(one, "0") for one in kinds])


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
    steps = families + [step(f"{type}.gauge", "set", value) for type, value in extremes.items()]
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


def texts() -> Scenarios:
    never, once, often = (text_family(name, 16) for name in ("never", "once", "often"))
    slots = {"slots": 4, "width": 24}
    steps = [step("often", "set", f"number {i}") for i in range(5)] + [step("often", "set", "x")]
    yield scenario(
        "texts",
        "2.7",
        "never published, once, and six times around four slots; what stood behind a shorter "
        "one stays",
        [never, once, often, step("once", "set", "first"), *steps],
        [
            expected(never, None, **slots),
            expected(once, "first", **slots),
            expected(often, "x", **slots),
        ],
    )
    texts = {
        "empty": ("", ""),
        "full": ("abcdefghijklmnop", "abcdefghijklmnop"),
        "cut": ("abcdefghijklmnopq", "abcdefghijklmnop"),
        "cut-2": ("abcdefghijklmnoé", "abcdefghijklmno"),
        "cut-4": ("abcdefghijklm𝄞", "abcdefghijklm"),
        "odd": ('\t"\\%41\x7f', '\t"\\%41\x7f'),
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
