"""What the series of a family have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ._owner import Owner
from .shape import Shape

if TYPE_CHECKING:
    from .noun import Noun


class Kin(NamedTuple):
    """What the series of a family have in common. (Handles refer to this and not to their family,
    which refers to them: else only the garbage collector would end a writer.)"""

    owner: Owner
    noun: Noun
    name: str
    keys: tuple[str, ...]
    """Of the labels."""
    shape: Shape

    def function(self, verb: str) -> Any:
        """A function of the library for handles."""
        return self.owner.function(f"mmstats_{self.noun.name}_{verb}")

    def fast(self, verb: str, cell: Any, in_python: Callable[..., Any]) -> Callable[..., Any]:
        """The fastest way to do what that does with a handle."""
        return self.owner.fast(f"{self.noun.name}_{verb}", cell, in_python)
