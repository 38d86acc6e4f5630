"""A web service whose workers publish statistics, as a WSGI application:

    cd examples/python/service && gunicorn app:application

While it runs, look at http://127.0.0.1:8000/stats, or from outside: `mmstats slurp --app service`.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

import metrics
import pages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answers a request."""
    metrics.active.add(1)
    try:
        with metrics.latency:
            code, body = pages.answer(environ["PATH_INFO"])
    finally:
        metrics.active.add(-1)
    status = f"{code} {HTTPStatus(code).phrase}"
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]
