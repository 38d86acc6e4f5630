"""The same service as an ASGI application:

    cd examples/python/service && uvicorn --workers 4 asgi:application
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import metrics
import pages

Message = dict[str, Any]


async def application(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Answers a request."""
    if scope["type"] != "http":
        raise NotImplementedError(f"expected a request of http, found {scope['type']}")
    metrics.active.add(1)
    try:
        # Tasks overlap, and each measures its own: here also how long its client takes to take it.
        async with metrics.latency:
            code, body = pages.answer(scope["path"])
            headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(body))]
            await send({"type": "http.response.start", "status": code, "headers": headers})
            await send({"type": "http.response.body", "body": body})
    finally:
        metrics.active.add(-1)
