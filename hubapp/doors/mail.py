"""Mail: by SMTP once it is configured, until then into files of the data directory.

Nobody who waits for a page comes through here: see ``services/mailing``."""

from __future__ import annotations

import os
import secrets
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from flask import current_app

from hubapp.core.one_line import one_line
from hubapp.settings import Settings

log = structlog.get_logger()
_PATIENCE = 20.0
"""Seconds that a mail may take altogether, however slowly its server talks."""
_READY = 220


def send_mail(to: str, subject: str, text: str) -> bool:
    """Send one plain mail; whether it was taken. Never raises: what went wrong is logged. A subject
    stands on one line, whatever was typed into it."""
    if (error := try_mail(to, subject, text)) is not None:
        log.error("mail not sent", error=type(error).__name__)
    return error is None


def try_mail(to: str, subject: str, text: str) -> Exception | None:
    """The same, for whoever wants to know why it was not sent."""
    settings = current_app.extensions["settings"]
    try:
        message = _written(settings, to, subject, text)
        if settings.mail_server:
            _deliver(settings, message)
        else:
            _file(settings.data_dir / "mail", message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return error
    return None


def _written(settings: Settings, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = settings.mail_from, to
    message["Subject"] = one_line([_clean(subject)])
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=_own_name(settings))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_clean(text))
    return message


def _own_name(settings: Settings) -> str:
    # To ask the network for this machine's name may take half a minute.
    return urlsplit(settings.base_url).hostname or "localhost"


def _clean(text: str) -> str:
    """What cannot be written in UTF-8 (half a character) is a question mark."""
    return text.encode("utf-8", "replace").decode()


def _file(folder: Path, message: EmailMessage) -> None:
    # A link in it is as good as a password.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{time.time_ns()}-{secrets.token_hex(4)}.eml"
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(bytes(message))
    log.info("mail written", file=file.name)


def _deliver(settings: Settings, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    server = _server(settings, context)
    with _ended_in_time(server):
        code, words = server.connect(settings.mail_server, settings.mail_port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, words)
        if settings.mail_security == "starttls":
            server.starttls(context=context)
        if settings.mail_username:
            server.login(settings.mail_username, settings.mail_password)
        server.send_message(message)
        # It has been taken: whatever becomes of the farewell, nobody must think otherwise.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _server(settings: Settings, context: ssl.SSLContext) -> _Timed:
    host = _own_name(settings)
    server = (
        _ByTls(local_hostname=host, timeout=_PATIENCE, context=context)
        if settings.mail_security == "tls"
        else _Timed(local_hostname=host, timeout=_PATIENCE)
    )
    # Certificates are checked against it.
    server._host = settings.mail_server
    server.deadline = time.monotonic() + _PATIENCE
    return server


class _Timed(smtplib.SMTP):
    """smtplib's patience begins anew with each byte that arrives; this one's ends."""

    _host: str
    deadline = 0.0
    lever: socket.socket | None = None
    """The connection once more, to shut it down whatever has become of it (TLS takes it over)."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        refused: OSError = TimeoutError()
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for family, kind, protocol, _, address in found:
            made = socket.socket(family, kind, protocol)
            made.settimeout(max(0.01, self.deadline - time.monotonic()))
            try:
                made.connect(address)
            except OSError as error:
                made.close()
                refused = error
            else:
                self.lever = made.dup()
                return made
        raise refused


class _ByTls(smtplib.SMTP_SSL, _Timed):
    """The same, encrypted from the first byte."""


@contextmanager
def _ended_in_time(server: _Timed) -> Iterator[None]:
    def end() -> None:
        if server.lever is not None:
            with suppress(OSError):
                server.lever.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.01, server.deadline - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        server.close()
        if server.lever is not None:
            server.lever.close()
