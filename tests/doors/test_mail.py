"""Mail into files, and by SMTP to a small server of our own."""

from __future__ import annotations

import base64
import email
import email.policy
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask
from structlog.testing import capture_logs

from hubapp.doors import mail
from hubapp.settings import Settings
from tests.support.post_office import Post, Talk


@pytest.fixture
def stranger(tls) -> Iterator:
    """Opens a server whose certificate nobody here trusts."""
    opened = []

    def open_one(secure: bool = True, **more) -> Post:
        opened.append(Post(tls if secure else None, **more))
        threading.Thread(target=opened[-1].serve_forever, args=(0.01,), daemon=True).start()
        return opened[-1]

    yield open_one
    for server in opened:
        server.shutdown()
        server.server_close()


@pytest.fixture
def office(stranger, authority, monkeypatch):
    """Opens a server whose certificate this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))
    return stranger


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


def test_a_server_that_nobody_vouches_for_gets_neither_mail_nor_password(send, stranger):
    server = stranger()
    account = {"mail_username": "hubs", "mail_password": "s3cret"}
    logs = send(mail_server="localhost", mail_port=server.port, **account)
    assert logs[0]["error"] == "SSLCertVerificationError"
    assert server.letters == []
    assert not any(line.startswith("AUTH") for line, _ in server.told)


def test_a_certificate_of_somebody_else_does_not_do(send, office, monkeypatch):
    server = office()
    monkeypatch.setattr(socket, "getaddrinfo", _leads_here(socket.getaddrinfo))
    logs = send(mail_server="post.elsewhere.example", mail_port=server.port)
    assert logs[0]["error"] == "SSLCertVerificationError"
    assert server.letters == []


def _leads_here(ask):
    return lambda host, *given, **more: ask("127.0.0.1", *given, **more)


def test_some_servers_speak_tls_from_the_first_byte(send, office):
    server = office(at_once=True)
    send(mail_server="localhost", mail_port=server.port, mail_tls="tls")
    assert len(server.letters) == 1
    assert all(secure for _, secure in server.told)


def test_a_relay_on_this_machine_may_do_without(send, office):
    server = office(secure=False)
    send(mail_server="localhost", mail_port=server.port, mail_tls="none")
    assert len(server.letters) == 1


def test_nothing_about_this_machine_is_looked_up(send, office, monkeypatch):
    def unreachable(*_):
        raise AssertionError("asked for a name")

    monkeypatch.setattr(socket, "getfqdn", unreachable)
    monkeypatch.setattr(socket, "gethostbyname", unreachable)
    server = office()
    base = {"base_url": "https://hubs.example.com/x"}
    assert send(mail_server="localhost", mail_port=server.port, **base) == []
    assert server.told[0] == ("ehlo hubs.example.com", False)
    assert server.letters[0]["Message-ID"].endswith("@hubs.example.com>")
    assert server.letters[0]["Date"]


@pytest.mark.parametrize(
    ("subject", "arrives"),
    [
        ("One\nBcc: all@example.com", "One Bcc: all@example.com"),
        ("One\r\n\r\nbody", "One body"),
        ("a\u2028b", "a b"),
        ("half \ud83d", "half ?"),
        ("", ""),
        ("x" * 2000, "x" * 2000),
    ],
)
def test_whatever_was_typed_into_a_subject_it_is_one_line(send, tmp_path, subject, arrives):
    assert send("ana@example.com", subject, "half \ud83d\n")[0]["event"] == "mail written"
    (file,) = (tmp_path / "mail").iterdir()
    letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (letter["Subject"], letter["Bcc"]) == (arrives, None)
    assert letter.get_content() == "half ?\n"


def test_mails_in_files_are_read_by_nobody_else(send, tmp_path):
    send()
    folder = tmp_path / "mail"
    (file,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_folder_that_is_in_the_way_ends_nothing(send, tmp_path):
    (tmp_path / "mail").write_text("")
    assert send()[0]["error"] == "FileExistsError"


def test_a_mail_that_was_taken_counts_as_sent_whatever_is_said_then(send, office):
    server = office(refuses="QUIT")
    assert send(mail_server="localhost", mail_port=server.port) == []
    assert len(server.letters) == 1


def test_a_server_that_sends_us_away_gets_nothing(send, stranger, monkeypatch):
    monkeypatch.setattr(Talk, "handle", lambda self: self._say("554 go away"))
    server = stranger()
    logs = send(mail_server="127.0.0.1", mail_port=server.port)
    assert logs[0]["error"] == "SMTPConnectError"


@pytest.mark.parametrize("given", [{}, {"mail_tls": "tls"}], ids=["greeting", "handshake"])
def test_a_server_that_drips_is_given_up_as_well(send, monkeypatch, given):
    """Each byte would begin smtplib's patience anew."""
    monkeypatch.setattr(mail, "_PATIENCE", 0.3)
    over = threading.Event()

    def drip(listening: socket.socket) -> None:
        with suppress(OSError), listening.accept()[0] as talking:
            while not over.wait(0.05):
                talking.send(b"2" if not given else b"\x16\x03\x03\x3f\xff")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        dripping = threading.Thread(target=drip, args=(listening,), daemon=True)
        dripping.start()
        begun = time.monotonic()
        logs = send(mail_server="127.0.0.1", mail_port=listening.getsockname()[1], **given)
        took = time.monotonic() - begun
        over.set()
        dripping.join(5)
    assert logs[0]["event"] == "mail not sent"
    # The drip would go on for ever.
    assert took < 5


def test_a_server_that_says_nothing_is_given_up(send, monkeypatch):
    monkeypatch.setattr(mail, "_PATIENCE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        logs = send(mail_server="127.0.0.1", mail_port=silent.getsockname()[1])
    assert logs[0]["event"] == "mail not sent"
