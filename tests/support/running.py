"""The whole product as ``hubapp demo`` runs it, for journeys and drills."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.support.forked import Forked
from tests.support.servers import free_port, is_free

PASSWORD = "demo-password-1"


class Demo:
    """``hubapp demo`` in a folder of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.port = self._two_ports()
        self.url = f"http://127.0.0.1:{self.port}"
        self.braze = f"http://127.0.0.1:{self.port + 1}"
        self.environment = environment
        self.cookies: list[Any] = []
        self.start()

    @staticmethod
    def _two_ports() -> int:
        while True:
            port = free_port()
            # The sandbox takes the next one, which another worker's test may have.
            if port < 60000 and is_free(port + 1):
                return port

    def start(self) -> None:
        own = {
            "PORT": str(self.port),
            "DATA_DIR": str(self.folder),
            "HUBAPP_DEMO_PASSWORD": PASSWORD,
            "HUBAPP_RATE_LIMIT_SUBMISSIONS": "10000 per minute",
            "HUBAPP_RATE_LIMIT_VISITOR": "10000 per minute",
            "HUBAPP_RATE_LIMIT_LOGIN": "10000 per minute",
            "HUBAPP_RATE_LIMIT_ACCOUNT": "10000 per minute",
            **self.environment,
        }
        self.process = self._begun({**os.environ, **own})
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                return
        self.process.wait(10)
        raise AssertionError(f"the demo did not start: {''.join(said)}{self.logs()[-3000:]}")

    def _begun(self, environment: dict[str, str]) -> Any:
        command = [sys.executable, "-m", "hubapp", "demo"]
        return subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def logs(self) -> str:
        return "\n".join(file.read_text() for file in (self.folder / "logs").glob("*.log"))

    def answers_again(self, seconds: float = 30) -> None:
        """Wait until the web server that was killed is up again."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            # Only after a while: what was killed may answer a last time.
            time.sleep(0.5)
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()
                return
            except OSError:
                continue
        raise AssertionError(f"the web server did not come back in {seconds} s")

    def stop(self) -> float:
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(10) == 0
        took = time.monotonic() - begun
        self.process.stdout.close()
        return took

    def children(self, word: str) -> list[int]:
        found = subprocess.run(
            ["ps", "--ppid", str(self.process.pid), "-o", "pid=,args="],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        return [int(line.split()[0]) for line in found if word in line]

    def state(self, selector: str = "") -> Any:
        query = f"?selector={urllib.parse.quote(selector)}" if selector else ""
        with urllib.request.urlopen(f"{self.braze}/__sandbox/state{query}") as reply:
            return orjson.loads(reply.read())

    def tell(self, what: str, body: object) -> None:
        request = urllib.request.Request(
            f"{self.braze}/__sandbox/{what}",
            orjson.dumps(body),
            {"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request).close()

    def arrives(self, selector: str, seconds: float = 10) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := self.state(selector):
                return found
            time.sleep(0.05)
        raise AssertionError(f"{selector} did not arrive in {seconds} s\n{self.logs()[-2000:]}")


class ForkedDemo(Demo):
    """The same in forks of a process that has imported it all: for who looks at what it shows, and
    not at its processes; those are not its children."""

    def _begun(self, environment: dict[str, str]) -> Forked:
        command = ["hubapp", "demo"]
        return Forked(command, environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a demo has on its disk that was started once and stopped."""
    folder = tmp_path_factory.mktemp("made")
    ForkedDemo(folder).stop()
    shutil.rmtree(folder / "logs")
    return folder


@pytest.fixture(scope="session")
def begin_demo(_made: Path) -> Callable[[Path], Demo]:
    """A demo in an empty folder, where it finds what its first start makes: tables, hubs, keys."""

    def begin(folder: Path) -> Demo:
        shutil.copytree(_made, folder, dirs_exist_ok=True)
        return ForkedDemo(folder)

    return begin
