"""The pages of the service."""

from __future__ import annotations

from collections.abc import Callable

import metrics

PAGES: dict[str, Callable[[], bytes]] = {
    "/": lambda: b"Hello\n",
    "/news": lambda: b"None\n",
    "/stats": metrics.report,
}


def answer(path: str) -> tuple[int, bytes]:
    """The page with this path, and its code. It is counted before anybody has it: whoever gets an
    answer finds that counted, whatever becomes of the worker."""
    page = PAGES.get(path)
    code, body = (200, page()) if page else (404, b"There is no such page\n")
    # What others may choose is no label.
    metrics.requests[path if page else "other", str(code)].inc()
    return code, body
