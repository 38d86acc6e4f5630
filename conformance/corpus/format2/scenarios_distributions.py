"""Writer scenarios of format 2: histograms and windows. Every expectation is written down by
hand."""

from __future__ import annotations

from corpus.format2.scenario import (
    Scenarios,
    expected,
    family,
    histogram,
    scenario,
    step,
    window,
)

MAX = "18446744073709551615"


def scenarios() -> Scenarios:
    yield from histograms()
    yield from windows()


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
        "negative values and NaN are refused; -0.0 is 0, a subnormal is below all buckets, "
        "infinity above",
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
    scales = [
        family(f"scale{s}", "histogram", scale=s, first=0, buckets=2**s * 2) for s in range(9)
    ]
    yield scenario(
        "histogram-scales",
        "2.8",
        "3 at every scale: its base 2 logarithm is 1.58, so bucket floor(1.58 * 2^scale)",
        scales + [step(one["name"], "observe", "3") for one in scales],
        [
            expected(one, histogram(count="1", sum="3", min="3", max="3", buckets=[[place, "1"]]))
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
