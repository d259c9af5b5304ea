"""A small SMTP server that says what it was told."""

from __future__ import annotations

import email
import email.policy
import socketserver
import ssl
from contextlib import suppress


class Post(socketserver.ThreadingTCPServer):
    """An SMTP server. told: (command, over TLS) of all it was told; letters: what arrived."""

    daemon_threads = allow_reuse_address = True

    def __init__(
        self, tls: ssl.SSLContext | None, refuses: str = "", at_once: bool = False
    ) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.tls, self.refuses, self.at_once = tls, refuses, at_once
        self.told: list[tuple[str, bool]] = []
        self.letters: list[email.message.EmailMessage] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Talk(socketserver.StreamRequestHandler):
    server: Post
    secure = False

    def handle(self) -> None:
        try:
            if self.server.at_once:
                self._go_secure()
            self._say("220 post.example")
            self._listen()
        except OSError:
            # Whoever does not trust us hangs up.
            return

    def _listen(self) -> None:
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
        with suppress(OSError):
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
