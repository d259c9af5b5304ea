"""Mail into files, and by SMTP to a small server of our own."""

from __future__ import annotations

import base64
import email
import email.policy
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from structlog.testing import capture_logs

from hubapp.doors import mail
from hubapp.settings import Settings


class Post(socketserver.ThreadingTCPServer):
    """An SMTP server. told: (command, over TLS) of all it was told; letters: what arrived."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, tls: ssl.SSLContext | None, refuses: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.tls, self.refuses = tls, refuses
        self.told: list[tuple[str, bool]] = []
        self.letters: list[email.message.EmailMessage] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: Post
    secure = False

    def handle(self) -> None:
        self._say("220 post.example")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            self.server.told.append((line, self.secure))
            if self.server.refuses and line.startswith(self.server.refuses):
                self._say("550 no such person")
            elif verb == "DATA":
                self._take_letter()
            elif verb == "STARTTLS":
                self._say("220 go ahead")
                self._go_secure()
            else:
                self._say(
                    {"EHLO": self._skills(), "AUTH": "235 welcome", "QUIT": "221 bye"}.get(
                        verb, "250 ok"
                    )
                )

    def _skills(self) -> str:
        hidden = "STARTTLS" if self.server.tls and not self.secure else "AUTH PLAIN"
        return f"250-post.example\r\n250 {hidden}"

    def _go_secure(self) -> None:
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.secure = True
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _take_letter(self) -> None:
        self._say("354 go ahead")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.letters.append(
            email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        )
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def office(tls, authority, monkeypatch) -> Iterator:
    """Opens a server whose certificate this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))
    opened = []

    def open_one(secure: bool = True, refuses: str = "") -> Post:
        opened.append(Post(tls if secure else None, refuses))
        threading.Thread(target=opened[-1].serve_forever, args=(0.01,), daemon=True).start()
        return opened[-1]

    yield open_one
    for server in opened:
        server.shutdown()
        server.server_close()


@pytest.fixture
def send(tmp_path):
    """Sends a mail with these settings; what was logged."""

    def sent(*words: str, **settings: object) -> list[dict]:
        app = Flask("mail")
        app.extensions["settings"] = Settings(
            data_dir=tmp_path, mail_from="hubs@example.com", **settings
        )
        with app.app_context(), capture_logs() as logs:
            mail.send_mail(*(words or ("ana@example.com", "Hello", "Read this.")))
        return logs

    return sent


def test_until_smtp_is_set_up_mail_goes_into_files(send, tmp_path):
    for text in ("Grüße\n", "second\n"):
        send("ana@example.com", "Hello – again", text)
    files = sorted((tmp_path / "mail").glob("*.eml"))
    first = email.message_from_bytes(files[0].read_bytes(), policy=email.policy.default)
    assert (first["From"], first["To"]) == ("hubs@example.com", "ana@example.com")
    assert (first["Subject"], first.get_content()) == ("Hello – again", "Grüße\n")
    assert len(files) == 2


def test_the_log_names_the_file_and_nobody(send, tmp_path):
    logs = send()
    file = next((tmp_path / "mail").iterdir())
    assert logs == [{"event": "mail written", "file": file.name, "log_level": "info"}]


def test_a_mail_arrives_over_tls_and_the_password_only_there(send, office):
    server = office()
    account = {"mail_username": "hubs", "mail_password": "s3cret"}
    assert send(mail_server="localhost", mail_port=server.port, **account) == []
    letter = server.letters[0]
    assert (letter["To"], letter["Subject"]) == ("ana@example.com", "Hello")
    assert letter.get_content().strip() == "Read this."
    login = base64.b64encode(b"\0hubs\0s3cret").decode()
    assert (f"AUTH PLAIN {login}", True) in server.told
    in_clear = [line.split()[0].upper() for line, secure in server.told if not secure]
    assert in_clear == ["EHLO", "STARTTLS"]


def test_without_a_user_name_nobody_logs_in(send, office):
    server = office()
    send(mail_server="localhost", mail_port=server.port)
    assert len(server.letters) == 1
    assert not any(line.startswith("AUTH") for line, _ in server.told)


def test_a_server_without_tls_gets_nothing(send, office):
    server = office(secure=False)
    logs = send(mail_server="localhost", mail_port=server.port)
    assert server.letters == []
    assert [(each["event"], each["log_level"]) for each in logs] == [("mail not sent", "error")]


def test_a_refused_mail_ends_nothing_and_the_log_does_not_say_whose_it_was(send, office):
    server = office(refuses="rcpt TO")
    logs = send(mail_server="localhost", mail_port=server.port)
    assert server.letters == []
    assert logs[0]["error"] == "SMTPRecipientsRefused"
    assert "ana@example.com" not in repr(logs)


def test_a_server_that_is_away_ends_nothing(send):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    logs = send(mail_server="127.0.0.1", mail_port=port)
    assert logs[0]["error"] == "ConnectionRefusedError"


def test_a_server_that_says_nothing_is_given_up(send, monkeypatch):
    monkeypatch.setattr(mail, "_PATIENCE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        logs = send(mail_server="127.0.0.1", mail_port=silent.getsockname()[1])
    assert logs[0]["event"] == "mail not sent"


@pytest.mark.parametrize(("body", "text"), [("In plain words.", "In plain words."), (None, "")])
def test_mails_of_the_library_go_through_our_door(monkeypatch, body, text):
    sent = []
    monkeypatch.setattr(mail, "send_mail", lambda *given: sent.append(given))
    door = mail.MailDoor(Flask("mail"))
    door.send_mail("reset", "Choose", "ana@example.com", "sender", body, "<p>html</p>", user=None)
    assert sent == [("ana@example.com", "Choose", text)]
