"""Values of windows, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from ..kinds import Type


@dataclass(frozen=True)
class WindowSlot:
    """What happened in one slot of time."""

    epoch: int
    """Which: nanoseconds of CLOCK_BOOTTIME divided by the duration, plus 1."""
    count: int
    """How many values."""
    sum: int | float
    max: int | float


@dataclass(frozen=True)
class Recent:
    """What a window says of the time before a moment."""

    count: int
    """How many values there were."""
    sum: int | float | None
    """Their sum; None where there were none."""
    max: int | float | None
    """The greatest; None where there were none."""
    covered: float
    """The seconds that this is about: the whole slots and the part of the last one that has passed,
    or less where the series is younger."""

    @property
    def mean(self) -> float | None:
        """The mean of the values; None where there were none."""
        return None if self.sum is None else self.sum / self.count

    @property
    def rate(self) -> float | None:
        """Values in a second; None where no time is covered."""
        return self.count / self.covered if self.covered else None


@dataclass(frozen=True)
class Window:
    """The last slots of time of a window."""

    type: Type
    """U64 or F64."""
    duration: int
    """That of a slot, in nanoseconds."""
    size: int
    """How many slots the ring has: one more than those that it tells of."""
    refused: int
    """How many values were negative or NaN: refused, and in nothing else."""
    slots: tuple[WindowSlot, ...]
    """Those that aren't empty, in the order of their epochs."""
    created: int
    """When the series was made, nanoseconds of CLOCK_BOOTTIME."""
    taken: int
    """When the snapshot was taken, nanoseconds of CLOCK_BOOTTIME."""

    def last(self, now: int | None = None) -> Recent:
        """What happened in the last slots of time, and in the one that is not over, as of when the
        snapshot was taken, or of another moment in nanoseconds of CLOCK_BOOTTIME."""
        now = self.taken if now is None else now
        whole, epoch = self.size - 1, now // self.duration + 1
        wanted = [s for s in self.slots if epoch - whole <= s.epoch <= epoch and s.count]
        covered = min(self.duration * whole + now % self.duration, max(now - self.created, 0))
        if not wanted:
            return Recent(0, None, None, covered / 1e9)
        total = sum(slot.sum for slot in wanted)
        return Recent(
            count=sum(slot.count for slot in wanted) % 2**64,
            sum=total % 2**64 if self.type is Type.U64 else total,
            max=max(slot.max for slot in wanted),
            covered=covered / 1e9,
        )
