"""``hubapp web``: granian, configured from here. Connections that wait, and headers that arrive
slowly, are the business of its runtime; a thread is needed once a request's headers are there."""

from __future__ import annotations

import atexit
import multiprocessing.util
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from hubapp import create_app
from hubapp.logs import to_lines
from hubapp.settings import read_settings

THREADS = 256
"""Requests of a process that may be under way at once, most of them waiting for a body or for the
database; those that ask the database are fewer (``HUBAPP_DATABASE_CONNECTIONS``)."""
_CONNECTIONS = 4096
"""Open at once in a process; more than that wait to be taken."""
_KEEP_ALIVE = 75
"""Seconds that an idle connection stays open: longer than the pools of usual load balancers (60 s),
for a proxy that finds its connection closed answers 502 and does not repeat a POST. It is also how
long headers may take to arrive."""
_TO_STOP = 3
"""Seconds that what is under way gets to end; whoever sends slowly would take for ever."""
_ORPHANED = 1.0
"""Seconds between two looks at whether the parent lives."""


class _Server(MPServer):
    """Its processes share one listening socket, made before they are: a port in use is noticed,
    and whoever connects while a process is started anew waits instead of being turned away."""

    def _init_shared_socket(self) -> None:
        family = socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET
        self._ssp = None
        self._sso = socket.create_server(
            (self.bind_addr, self.bind_port), family=family, backlog=self.backlog
        )
        self._sso.setblocking(False)
        # What its stubs do not say: whether the socket is one of this machine alone (Unix).
        self._shd: Any = SocketHolder(self._sso.fileno(), False, self.backlog)  # type: ignore[call-arg]


def serve(
    host: str, port: int, workers: int, threads: int, made_by: Callable[[], Any] | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; what is under way is answered. Raises OSError when the port is
    in use, SystemExit when the app cannot be made. made_by: makes another app (benchmarks)."""
    _Server(
        "hubapp",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=threads,
        backpressure=_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=_KEEP_ALIVE * 1000),
        workers_kill_timeout=_TO_STOP,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    ).serve(target_loader=partial(_loaded, made_by or _app), wrap_loader=False)


def _app() -> Any:
    to_lines(read_settings().log_level)
    return create_app()


def _loaded(make: Callable[[], Any]) -> Any:
    """The app, made in the process that serves it."""
    # multiprocessing ends a process without what was left for its end: wake-ups and mails.
    multiprocessing.util.Finalize(None, atexit._run_exitfuncs, exitpriority=1)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return _in_one_piece(make())


def _in_one_piece(app: Any) -> Any:
    """An answer whose length is known goes out as one. granian sends head and body apart else, and
    a browser that acknowledges late gets the body 40 ms later."""

    def answer(environ: dict[str, Any], start: Any) -> Any:
        sent: list[tuple[str, str]] = []

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            sent[:] = headers
            start(status, headers, exc_info)

        pieces = app(environ, begin)
        if isinstance(pieces, list) or not any(
            name.lower() == "content-length" for name, _ in sent
        ):
            return pieces
        try:
            return [b"".join(pieces)]
        finally:
            if hasattr(pieces, "close"):
                pieces.close()

    return answer


def _end_with(parent: int) -> None:
    """Stop when the parent was killed: nobody would stop us any more, and the port is taken."""
    while os.getppid() == parent:
        time.sleep(_ORPHANED)
    os.kill(os.getpid(), signal.SIGTERM)
