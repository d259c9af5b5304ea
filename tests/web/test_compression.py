"""Brotli for text, where the browser takes it and it is worth the while."""

from __future__ import annotations

import brotli
import pytest
from flask import Response

from hubapp.web.compression import compressed, packed, takes_brotli

LONG = "Twelve words of a page that says the same again and again. " * 40


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("", False),
        ("gzip, deflate", False),
        ("br", True),
        ("BR", True),
        ("gzip, deflate, br", True),
        ("gzip;q=1.0, br;q=0.1", True),
        ("br;q=0", False),
        ("gzip, br;q=0", False),
        ("br;q=0, *", False),
        ("*", True),
        ("*;q=0", False),
        ("brotli", False),
        (";;;q=x", False),
    ],
)
def test_the_browser_says_whether_it_takes_brotli(accepted, takes):
    assert takes_brotli(accepted) is takes


def page(body: str = LONG, **more) -> Response:
    return Response(body, **{"content_type": "text/html; charset=utf-8", **more})


@pytest.mark.parametrize("mime", ["text/html", "text/css", "application/json", "image/svg+xml"])
def test_text_is_sent_in_brotli_and_says_so(mime):
    sent = compressed(page(content_type=mime), "br")
    assert brotli.decompress(sent.data).decode() == LONG
    assert (sent.headers["Content-Encoding"], sent.headers["Vary"]) == ("br", "Accept-Encoding")
    assert sent.content_length == len(sent.data) < len(LONG)


def test_a_cache_between_us_is_told_even_when_nothing_was_compressed():
    sent = compressed(page(), "gzip")
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


def test_what_is_kept_is_packed_harder_than_what_is_sent_once():
    text = "".join(f"{number * 7919 % 1000} words, " for number in range(3000)).encode()
    assert len(packed(text, lasting=True)) < len(packed(text, lasting=False))
    lasting = compressed(page(text.decode(), headers={"Cache-Control": "public, no-cache"}), "br")
    assert lasting.data == packed(text, lasting=True)
    assert compressed(page(text.decode()), "br").data == packed(text, lasting=False)
