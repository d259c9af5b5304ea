"""Brotli or gzip for text, where the browser takes it and it is worth the while."""

from __future__ import annotations

import gzip

import brotli
import pytest
import time_machine
from flask import Response

from hubapp.web import compression
from hubapp.web.compression import coding_for, compressed, packed

LONG = "Twelve words of a page that says the same again and again. " * 40


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("identity", ""),
        ("deflate", ""),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br", "br"),
        ("BR", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.1", "br"),
        ("br;q=0", ""),
        ("br;q=0.0", ""),
        ("gzip, br;q=0", "gzip"),
        ("gzip;q=0, br;q=0", ""),
        ("gzip;q=0, br", "br"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("*;q=0, gzip", "gzip"),
        ("brotli", ""),
        ("gzipped", ""),
        (";;;q=x", ""),
        (f"{'x, ' * 3000}gzip", "gzip"),
    ],
)
def test_the_browser_says_what_it_can_unpack(accepted, coding):
    assert coding_for(accepted) == coding


def test_what_strangers_say_at_length_is_not_kept():
    compression._known.cache_clear()
    for number in range(300):
        coding_for(f"x{number}, " * 100)
    assert compression._known.cache_info().currsize == 0


UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress}


def page(body: str = LONG, **more) -> Response:
    return Response(body, **{"content_type": "text/html; charset=utf-8", **more})


@pytest.mark.parametrize("mime", ["text/html", "text/css", "application/json", "image/svg+xml"])
@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_text_is_sent_packed_and_says_so(mime, coding):
    sent = compressed(page(content_type=mime), coding)
    assert UNPACKED[coding](sent.data).decode() == LONG
    assert (sent.headers["Content-Encoding"], sent.headers["Vary"]) == (coding, "Accept-Encoding")
    assert sent.content_length == len(sent.data) < len(LONG)


def test_a_cache_between_us_is_told_even_when_nothing_was_compressed():
    sent = compressed(page(), "deflate")
    assert sent.data.decode() == LONG
    assert sent.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in sent.headers


def test_a_short_answer_stays_as_it_is():
    assert compressed(page("Hi"), "br").data == b"Hi"


@pytest.mark.parametrize(
    "answer",
    [
        page(content_type="image/webp"),
        page(content_type=""),
        page(status=404),
        page(headers={"Content-Encoding": "gzip"}),
        page(direct_passthrough=True),
    ],
    ids=["a picture", "no type", "not found", "compressed before", "a file in passing"],
)
def test_some_answers_are_left_alone(answer):
    before = answer.headers.copy()
    assert compressed(answer, "br") is answer
    assert answer.headers == before


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_what_is_kept_is_packed_harder_than_what_is_sent_once(coding):
    text = "".join(f"{number * 7919 % 1000} words, " for number in range(3000)).encode()
    hard, quick = packed(text, coding, lasting=True), packed(text, coding, lasting=False)
    assert len(hard) < len(quick)
    lasting = page(text.decode(), headers={"Cache-Control": "public, no-cache"})
    assert compressed(lasting, coding).data == hard
    assert compressed(page(text.decode()), coding).data == quick


def test_the_same_is_the_same_at_any_time():
    with time_machine.travel(0, tick=False):
        before = packed(LONG.encode(), "gzip", lasting=True)
    assert packed(LONG.encode(), "gzip", lasting=True) == before
