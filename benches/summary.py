"""Makes one line of all rounds of a benchmark.

In: `id, goal, against, ns of ours, ns of theirs`, tab-separated, a line for each round; rounds of
one benchmark follow each other. Out: the lines that README.md tells of.
"""

import itertools
import statistics
import sys

HEADER = ("id", "ns_per_op", "ratio", "goal", "against")


def main():
    rounds = (line.rstrip("\n").split("\t") for line in sys.stdin)
    print(*HEADER, sep="\t", flush=True)
    for (name, goal, against), group in itertools.groupby(rounds, key=lambda r: tuple(r[:3])):
        times = [(float(ours), float(theirs)) for *_, ours, theirs in group]
        median = statistics.median(ours for ours, _ in times)
        ratio = statistics.median(ours / theirs for ours, theirs in times)
        digits = 0 if median >= 1000 else 2
        shown = f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}"
        print(name, f"{median:.{digits}f}", shown, goal, against, sep="\t", flush=True)


if __name__ == "__main__":
    main()
