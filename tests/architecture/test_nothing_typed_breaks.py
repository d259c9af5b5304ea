"""Nothing that somebody types, in an address, a form or a file, is a 500: thousands of hostile
requests at every endpoint, as an owner and as a visitor."""

from __future__ import annotations

import io
import random
from collections import Counter
from urllib.parse import quote

import pytest

from hubapp.services.visiting import stamps
from tests.architecture.visits import examples_in
from tests.support.application import make_hub, submit_entries
from tests.support.forms import forms_in
from tests.support.saving import save

REQUESTS = 2500
"""For each database."""
BIG_PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x4e\x20\x00\x00\x4e\x20\x01\x00\x00\x00\x00"
    b"\x13\x2b\x0b\x05\x00\x00\x00\x0aIDATx\x9c\x63\x00\x00\x00\x02\x00\x01\x48\xaf\xa4\x71"
)
HOSTILE = [
    *(
        "",
        " ",
        "-1",
        "--5",
        "0",
        "1e400",
        "nan",
        "inf",
        "9" * 30,
        "9" * 5000,
        str(2**63),
        str(2**31),
    ),
    *("٣", "²", "1.5", "0x10", "y", "null", "[]", "{}", '{"a": 1}', '"', "'", "%", "%00", "\\"),
    *("a\nb", "a\r\nSubject: x", "\x7f\x1b", "‮\u200b\ufeff", "🦀" * 300, "é" * 400, "x" * 20_000),
    *("../../etc/passwd", "http://[", "https://x" + "y" * 3000, "javascript:1", "//evil.example"),
    *(
        "9999-12-31",
        "0000-00-00",
        "2026-02-30",
        "#12345g",
        "a.b.c",
        "fields-0",
        "add:",
        "add:choices",
    ),
    *(
        "up:",
        "remove:choices.nothing",
        "move:0:99999999999999999999",
        "a@b",
        "a@" + "b" * 300,
        "\ud800",
    ),
]
NAMES = [
    *("fields-0", "fields", "_action", "_revision", "x", "questions.a.text", "choices", "position"),
    *(".".join("a" * 1500), "day", "state", "after", "before", "email", "f-email", "step", "stamp"),
    *("page", "q", "find", "next", "csrf_token", "rows-0-target", "rows-999999999999-target"),
]


@pytest.fixture
def hub(on_both_disks, workspace, sandbox, monkeypatch):
    monkeypatch.setattr(stamps, "FASTEST", 0)
    hub = make_hub(sandbox.url)
    hub.workspace_id = workspace.id
    save()
    submit_entries(hub, "ben@example.com")
    return hub


class Fuzzer:
    """Draws one request after the other; which, is told by the seed alone."""

    def __init__(self, app, examples, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - the same every time
        self.app, self.examples = app, examples
        self.rules = [
            (rule, method)
            for rule in app.url_map.iter_rules()
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
            # They would end the log-in that all others need.
            if rule.endpoint not in ("account.log_out_everywhere", "auth.log_out")
        ]
        self.controls: dict[str, list[str]] = {}

    def value(self) -> str:
        return self.draw.choice(HOSTILE)

    def address(self, rule) -> str:
        """Most arguments are real ones, or nothing behind them would be reached."""
        path = rule.rule
        for name in rule.arguments:
            known = self.examples.get(name, ("1",))
            real = self.draw.random() < 0.75
            given = str(self.draw.choice(known)) if real else self.value()
            start, end = path.rindex("<", 0, path.index(name)), path.index(">", path.index(name))
            path = (
                path[:start]
                + quote(given.encode("utf-8", "surrogatepass"), safe="")
                + path[end + 1 :]
            )
        if self.draw.random() < 0.4:
            asked = "&".join(f"{self.draw.choice(NAMES)}={self._quoted()}" for _ in range(3))
            path += f"?{asked}"
        return path

    def _quoted(self) -> str:
        return quote(self.value().encode("utf-8", "surrogatepass"), safe="")

    def learn(self, address: str, page: str) -> None:
        """The names and values that the forms of this page post."""
        for given, pairs in forms_in(page):
            self.controls[given.get("action") or address] = pairs

    def post(self, address: str) -> dict[str, object]:
        """A form of this address with some of it spoilt; or nothing that any form sends."""
        data: dict[str, object] = {}
        for name, value in self.controls.get(address.split("?")[0], []):
            data[name] = self.value() if self.draw.random() < 0.3 else value
        for _ in range(self.draw.randrange(3)):
            data[self.draw.choice(NAMES)] = self.value()
        if self.draw.random() < 0.2:
            name = self.draw.choice(["logo_file", "cover_file", "choices.a.image_file", "f"])
            body = self.draw.choice(
                [BIG_PNG, b"", b"GIF89a", b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00"]
            )
            data[name] = (io.BytesIO(body), self.draw.choice(["a.png", "a\n.png", "x" * 300]))
        return {
            key: each.encode("utf-8", "surrogatepass") if isinstance(each, str) else each
            for key, each in data.items()
        }


def test_no_request_is_answered_with_a_500(on_both_disks, hub, signed_in):
    fuzzer = Fuzzer(on_both_disks, examples_in(hub), seed=14)
    clients = [signed_in("owner"), on_both_disks.test_client()]
    broken: list[str] = []
    statuses: Counter[int] = Counter()
    for number in range(REQUESTS):
        rule, method = fuzzer.rules[number % len(fuzzer.rules)]
        address, client = fuzzer.address(rule), fuzzer.draw.choice(clients)
        data = fuzzer.post(address) if method == "POST" else None
        reply = client.open(address, method=method, data=data)
        statuses[reply.status_code] += 1
        if method == "GET" and reply.mimetype == "text/html" and reply.status_code == 200:
            fuzzer.learn(address.split("?")[0], reply.text)
        if reply.status_code == 500:
            said = {key: str(value)[:40] for key, value in (data or {}).items()}
            broken.append(f"{method} {address[:150]} {said}"[:600])
    assert not broken, f"{len(broken)} of {REQUESTS}:\n" + "\n".join(broken)
    # Were nothing reached, nothing could break.
    assert statuses[200] > 200
    assert statuses[302] + statuses[303] > 50
