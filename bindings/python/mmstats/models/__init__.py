"""Models: statistics as attributes of a class, as in mmstats 0.8.0."""

from ..fields.base import FieldState
from .model import BaseMmStats, MmStats

__all__ = ["BaseMmStats", "FieldState", "MmStats"]
