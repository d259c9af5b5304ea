"""``hubapp demo`` from its first check to its end, with parts that only note what is asked."""

from __future__ import annotations

import http.server
import signal
import socket
import threading
from types import SimpleNamespace

import pytest
from flask_security import verify_password
from sqlalchemy import select

from hubapp import create_app
from hubapp.demo import processes
from hubapp.extensions import db, limiter
from hubapp.models import Hub, User
from hubapp.settings import read_settings


@pytest.fixture(autouse=True)
def signals():
    """Whoever handled signals before handles them again."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def listening():
    """A port that is in use, with a free one before it."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            if processes._free(port - 1):
                yield port
                return


class FakeParts:
    """Notes what is started. lives: how often the parts are found running."""

    def __init__(self, logs, lives: int = 2) -> None:
        self.logs, self.lives, self.ended = logs, lives, 0
        self.started: dict[str, tuple[dict[str, str], list[str]]] = {}

    def start(self, name, environment, command) -> None:
        self.started[name] = (environment, command)

    def keep_running(self) -> bool:
        self.lives -= 1
        return self.lives >= 0

    def end(self) -> None:
        self.ended += 1


@pytest.fixture
def parts(monkeypatch, tmp_path):
    made = FakeParts(tmp_path / "logs")
    monkeypatch.setattr(processes, "Parts", lambda logs: made)
    monkeypatch.setattr(processes, "_prepare", lambda *_: ("demo@example.com", "a-password"))
    monkeypatch.setattr(processes, "_answers", lambda address: True)
    monkeypatch.setattr(processes, "_LOOK_EVERY", 0)
    monkeypatch.setattr(processes, "_free", lambda port: True)
    return made


@pytest.mark.parametrize("before", [0, 1], ids=["ours", "the sandbox's"])
def test_a_port_that_is_taken_is_said_at_once(listening, tmp_path, capsys, before):
    assert processes.run(listening - before, tmp_path) == 1
    told = capsys.readouterr().out
    assert f"Port {listening} is in use." in told
    assert "make demo PORT=8100" in told


def test_each_part_is_started_in_its_order(parts, tmp_path):
    processes.run(8100, tmp_path / "new")
    assert list(parts.started) == ["valkey", "sandbox", "web", "worker"]
    commands = {name: " ".join(command) for name, (_, command) in parts.started.items()}
    assert f"valkey-server {tmp_path}/new/valkey.conf --port" in commands["valkey"]
    assert "hubapp sandbox --port 8101" in commands["sandbox"]
    assert "hubapp web --port 8100" in commands["web"]
    assert commands["worker"].endswith("-m hubapp.work.worker")
    assert (tmp_path / "new").is_dir()


def test_the_parts_find_one_another(parts, tmp_path):
    processes.run(8100, tmp_path)
    environment, valkey = parts.started["valkey"]
    port = valkey[valkey.index("--port") + 1]
    password = (tmp_path / "valkey_password").read_text()
    assert environment["HUBAPP_REDIS_URL"] == f"redis://:{password}@127.0.0.1:{port}/0"
    assert f"requirepass {password}\n" in (tmp_path / "valkey.conf").read_text()
    assert password not in " ".join(valkey)
    assert environment["HUBAPP_BASE_URL"] == "http://127.0.0.1:8100"
    assert environment["HUBAPP_BRAZE_EXTRA_ENDPOINTS"] == "http://127.0.0.1:8101"
    assert environment["HUBAPP_DATABASE_URL"] == f"sqlite:///{tmp_path}/hubapp.db"
    assert all(own is environment for own, _ in parts.started.values())


def test_when_it_runs_it_says_where_and_how_to_log_in(parts, tmp_path, capsys):
    processes.run(8100, tmp_path)
    told = capsys.readouterr().out
    for words in (
        "http://127.0.0.1:8100/h/summer-kick-off/",
        "http://127.0.0.1:8100/hubs/",
        "http://127.0.0.1:8101/",
        "demo@example.com",
        "a-password",
        "Ctrl-C",
    ):
        assert words in told


def test_parts_that_keep_dying_end_the_demo_with_where_to_look(parts, tmp_path, capsys):
    assert processes.run(8100, tmp_path) == 1
    assert f"Its last words are in {parts.logs}." in capsys.readouterr().out
    assert parts.ended == 1


def test_a_part_that_never_answers_ends_the_demo(parts, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(processes, "_answers", lambda address: "readyz" not in address)
    assert processes.run(8100, tmp_path) == 1
    told = capsys.readouterr().out
    assert "A part did not start." in told
    assert "hubapp is running" not in told
    assert parts.ended == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_that_was_asked_for_ends_well(parts, tmp_path, capsys, number):
    parts.keep_running = lambda: signal.raise_signal(number)
    assert processes.run(8100, tmp_path) == 0
    assert capsys.readouterr().out.endswith("\nStopping ...\n")
    assert parts.ended == 1


def test_who_is_impatient_does_not_interrupt_the_stopping(parts, tmp_path):
    parts.keep_running = lambda: signal.raise_signal(signal.SIGINT)
    parts.end = lambda: signal.raise_signal(signal.SIGINT)
    assert processes.run(8100, tmp_path) == 0


def test_after_a_bug_no_part_is_left_running(parts, tmp_path, monkeypatch):
    def fails(*_):
        raise OSError("disk is full")

    monkeypatch.setattr(processes, "_prepare", fails)
    with pytest.raises(OSError, match="disk is full"):
        processes.run(8100, tmp_path)
    assert parts.ended == 1


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path):
    names = ("HUBAPP_SECRET_KEY", "HUBAPP_ENCRYPTION_KEYS")
    first, again = (processes._environment(8100, 1, tmp_path) for _ in range(2))
    assert all(first[name] and first[name] == again[name] for name in names)
    processes._valkey(1, tmp_path)
    for file in ("secret_key", "encryption_keys", "valkey_password", "valkey.conf"):
        assert (tmp_path / file).stat().st_mode & 0o777 == 0o600


def mode(folder) -> int:
    return folder.stat().st_mode & 0o777


def test_the_demos_folder_is_for_its_owner_alone(tmp_path):
    made, empty, ours, others = (tmp_path / name for name in ("made", "empty", "ours", "others"))
    for folder in (empty, ours, others):
        folder.mkdir(mode=0o755)
    (ours / "secret_key").touch()
    (others / "letter").touch()
    for folder in (made, empty, ours, others):
        processes._make_private(folder)
    assert [mode(each) for each in (made, empty, ours)] == [0o700] * 3
    # /tmp, say, must not be taken from everybody else.
    assert mode(others) == 0o755


def test_a_folder_of_another_user_stays_theirs(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(type(tmp_path), "chmod", refuse)
    processes._make_private(tmp_path)


def test_endpoints_of_the_operator_stay_allowed(monkeypatch):
    monkeypatch.setenv("HUBAPP_BRAZE_EXTRA_ENDPOINTS", "http://127.0.0.1:9999")
    assert processes._extra_endpoints(8100) == "http://127.0.0.1:8101,http://127.0.0.1:9999"


def prepared(folder) -> tuple[str, str]:
    return processes._prepare(8100, folder, processes._environment(8100, 1, folder))


def test_the_demo_workspace_is_made_once_and_its_password_is_that_of_this_start(
    tmp_path, monkeypatch
):
    # All apps of a process share their limits: these must not outlive the test.
    monkeypatch.setattr(limiter.limit_manager, "_decorated_limits", {})
    assert prepared(tmp_path) == ("demo@example.com", (tmp_path / "demo_password").read_text())
    monkeypatch.setenv("HUBAPP_DEMO_PASSWORD", "chosen-by-hand")
    assert prepared(tmp_path) == ("demo@example.com", "chosen-by-hand")
    fields = {"data_dir": tmp_path, "secret_key": (tmp_path / "secret_key").read_text()}
    with create_app(read_settings().model_copy(update=fields)).app_context():
        user = db.session.scalars(select(User)).one()
        assert verify_password("chosen-by-hand", user.password)
        assert set(db.session.scalars(select(Hub.slug))) == {"summer-kick-off", "gallery"}
        db.engine.dispose()


@pytest.fixture
def site():
    """A web server that answers with this status."""

    class Talk(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(int(self.path[1:]))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Talk)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("status", "answers"), [(200, True), (503, False)])
def test_a_part_is_up_once_it_answers_well(site, monkeypatch, status, answers):
    moments = iter([0, 0, 100])
    clock = SimpleNamespace(monotonic=lambda: next(moments), sleep=lambda _: None)
    monkeypatch.setattr(processes, "time", clock)
    assert processes._answers(f"{site}/{status}") is answers


def test_a_free_port_is_free(listening):
    assert processes._free(processes._any_free_port())
    assert not processes._free(listening)
