"""Applications: the files of many processes, seen as one (`mmstats.Application`)."""

from .application import Application
from .file import File
from .problem import Problem, ProblemKind
from .series import Series, Value
from .since import SeriesSince, Since
from .totals import Totals

__all__ = [
    "Application",
    "File",
    "Problem",
    "ProblemKind",
    "Series",
    "SeriesSince",
    "Since",
    "Totals",
    "Value",
]
