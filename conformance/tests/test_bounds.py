"""v2/bounds.json is the table that SPEC.md 2.8 defines, and the model writer counts by it as
F2-BUCKET says."""

from fractions import Fraction

import pytest
from corpus.format2 import bounds, values
from suite import SUITE, load

BOUNDS = [int(bound) for bound in load(SUITE / "v2" / "bounds.json")["bounds"]]


def test_each_bound_is_exact():
    assert len(BOUNDS) == 256
    for k, bound in enumerate(BOUNDS):
        assert bound**256 <= 2 ** (63 * 256 + k) < (bound + 1) ** 256
    assert (BOUNDS[1], BOUNDS[255]) == (9248379135337035440, 18396865112328554661)


def test_the_model_has_the_same():
    assert bounds.bounds() == BOUNDS


VALUES = [1, 2, 3, 2**63, 2**64 - 1, 5e-324, 1e-310, 2.0**-1022, 0.1, 1.0, 1.7976931348623157e308]
VALUES += [
    near for bound in BOUNDS[::17] for near in (bound - 1, bound, bound + 1) if near >= 2**63
]


@pytest.mark.parametrize("value", VALUES)
def test_index_is_that_of_exact_arithmetic(value):
    """2^(i/256) < v <= 2^((i+1)/256), to the 256th power."""
    power, i = Fraction(value) ** 256, values.index(value)
    assert Fraction(2) ** i < power <= Fraction(2) ** (i + 1)
