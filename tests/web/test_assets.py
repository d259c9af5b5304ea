"""Static files by name and content, and icons."""

from __future__ import annotations

import gc
import gzip
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from flask import Flask

from hubapp.web import assets

CSS = "css/public.css"


def address(app, path: str = CSS) -> str:
    with app.test_request_context():
        return assets.asset_url(path)


def test_a_file_may_be_kept_for_a_year_because_its_address_changes_with_it(app, client):
    reply = client.get(address(app))
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert reply.content_type == "text/css; charset=utf-8"
    assert reply.data == (assets.PACKAGE / "static" / CSS).read_bytes()


def test_an_address_of_another_release_gets_the_file_of_today_but_does_not_last(client):
    reply = client.get(f"/static/0123456789/{CSS}")
    assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-cache")


def test_each_coding_is_another_answer_with_another_tag(app, client):
    asked = {"": lambda body: body, "br;q=0.5": brotli.decompress, "gzip": gzip.decompress}
    replies = {each: client.get(address(app), headers={"Accept-Encoding": each}) for each in asked}
    plain = replies[""].data
    for accepted, unpacked in asked.items():
        reply = replies[accepted]
        assert unpacked(reply.data) == plain
        assert reply.headers.get("Content-Encoding", "") == accepted.partition(";")[0]
        assert "Accept-Encoding" in reply.headers["Vary"]
    tags = {reply.headers["ETag"] for reply in replies.values()}
    assert len(tags) == 3
    assert not [each for each in tags if each.startswith("W/")]
    assert len(replies["br;q=0.5"].data) < len(replies["gzip"].data) < len(plain) / 2
    assert client.get(address(app), headers={"Accept-Encoding": "br;q=0"}).data == plain


def test_a_tag_of_one_coding_is_no_copy_of_another(app, client):
    tag = client.get(address(app), headers={"Accept-Encoding": "br"}).headers["ETag"]
    seen = {"If-None-Match": tag, "Accept-Encoding": "gzip"}
    assert client.get(address(app), headers=seen).status_code == 200
    assert client.get(address(app), headers={**seen, "Accept-Encoding": "br"}).status_code == 304


def test_who_has_it_already_gets_no_bytes(app, client):
    tag = client.get(address(app)).headers["ETag"]
    again = client.get(address(app), headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(address(app), headers={"If-None-Match": '"something-else"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "mime", "varies"),
    [
        ("js/public.js", "text/javascript; charset=utf-8", True),
        ("favicon.svg", "image/svg+xml", True),
        ("vendor/README.md", "application/octet-stream", False),
        ("cards/wheel/play.js", "text/javascript; charset=utf-8", True),
    ],
)
def test_each_file_has_its_type(app, client, path, mime, varies):
    reply = client.get(address(app, path), headers={"Accept-Encoding": "br"})
    assert reply.content_type == mime
    assert ("Content-Encoding" in reply.headers) is varies


@pytest.mark.parametrize(
    "path",
    [
        "css/nothing.css",
        "css/",
        "../settings.py",
        "css/../../settings.py",
        "%2e%2e/settings.py",
        "..%2f..%2fetc%2fpasswd",
        "/etc/passwd",
        "cards/wheel/../play.html",
        "cards/quiz/__init__.py",
    ],
)
def test_only_what_is_in_the_index_can_be_had(client, path):
    assert client.get(f"/static/0123456789/{path}").status_code in (404, 308)
    assert client.get(f"/static/0123456789/{path}", follow_redirects=True).status_code == 404


def spelled(path: str) -> Iterator[str]:
    """The same path, with other letters of it as their numbers each time."""
    for number in itertools.count():
        yield "".join(
            f"%{ord(letter):02x}" if number >> place & 1 and letter != "/" else letter
            for place, letter in enumerate(path)
        )


def resident() -> float:
    """Megabytes that this process holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.parametrize("known", [True, False], ids=["spellings", "unknown"])
def test_what_strangers_ask_for_stays_nowhere(client, known):
    """700 addresses of the largest file, or of none, each with 12,000 bytes of header of its own:
    whatever keeps one of them for each holds more than 8 MB."""
    largest = max(
        (name for name in assets._files() if name.endswith((".css", ".js"))),
        key=lambda name: assets._files()[name].path.stat().st_size,
    )
    paths = itertools.islice(spelled(largest), 800)

    def ask(number: int, path: str) -> int:
        name = path if known else f"css/{number}-{path}"
        coding = ("br", "gzip", "x")[number % 3]
        headers = {"Accept-Encoding": f"{coding}, y{number}, {'z' * 12_000}"}
        return client.get(f"/static/{number}/{name}", headers=headers).status_code

    for number, path in zip(range(100), paths, strict=False):
        ask(number, path)
    before = resident()
    codes = {ask(number, path) for number, path in enumerate(paths, 100)}
    assert codes == {200 if known else 404}
    assert resident() - before < 5


def test_the_index_is_made_with_the_app_and_not_by_its_first_visitor():
    assets._files.cache_clear()
    Flask("anew").register_blueprint(assets.bp)
    assert assets._files.cache_info().currsize == 1


def test_a_file_that_is_missing_has_an_address_all_the_same(app):
    assert address(app, "css/nothing.css") == "/static/none/css/nothing.css"


def test_browsers_find_the_mark_where_they_look_for_it(client):
    reply = client.get("/favicon.ico")
    assert (reply.status_code, reply.content_type) == (200, "image/svg+xml")
    assert reply.headers["Cache-Control"] == "public, max-age=31536000"


def test_an_icon_is_hidden_unless_it_says_something():
    assert 'aria-hidden="true"' in assets.icon("check")
    spoken = assets.icon("check", "Done & <dusted>")
    assert 'role="img" aria-label="Done &amp; &lt;dusted&gt;"' in spoken
    assert "aria-hidden" not in spoken


@pytest.mark.parametrize("name", ["check", "arrow-right"])
def test_an_icon_is_whole_and_alone(name):
    drawn = assets.icon(name)
    assert (drawn.count("<svg"), drawn.count("</svg>")) == (1, 1)
    assert "<path" in drawn
    assert "<!--" not in drawn


@pytest.mark.parametrize("name", ["no-such-icon", "../../nothing", ""])
def test_an_unknown_icon_is_an_empty_one(name):
    drawn = assets.icon(name)
    assert drawn.endswith("</svg>")
    assert "<path" not in drawn


def test_a_licence_in_an_icons_file_stays_in_the_file(tmp_path, monkeypatch):
    file = tmp_path / "with-licence.svg"
    file.write_text('<svg\n  width="24">\n<!--\nlicence\n-->\n  <path d="M5 12" />\n</svg>\n')
    name = "vendor/tabler-icons-0/with-licence.svg"
    monkeypatch.setattr(assets, "_files", lambda: {name: assets._File(file, "")})
    assert assets.icon("with-licence").endswith('><path d="M5 12" /></svg>')
