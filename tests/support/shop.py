"""A page of somebody else, into which things are pasted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Shop:
    """pasted: HTML in its one page. origin: as a browser names it, which takes it for another site
    than 127.0.0.1."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.origin = f"http://localhost:{server.server_port}"
        self.pasted = ""

    def page(self) -> bytes:
        head = '<!doctype html><html lang="en"><title>Shop</title>'
        return f"{head}<main><h1>Shop</h1>{self.pasted}</main>".encode()


@contextmanager
def open_shop() -> Iterator[Shop]:
    """Serves until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = shop.page()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shop = Shop(server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
