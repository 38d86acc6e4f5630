"""The id of a thread, as mmstats 0.8.0 calls it."""

from threading import get_native_id as gettid

__all__ = ["gettid"]
