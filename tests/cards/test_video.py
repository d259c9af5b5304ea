"""Video: it leads to where the video is, and only to an address that is safe to follow."""

from __future__ import annotations

import random

import pytest
from flask import render_template

from hubapp.cards.video import Video
from hubapp.cards.video.content import VideoContent
from hubapp.core.card_type import Accepted, NotAccepted

VIDEO = Video()
CONTENT = VideoContent(
    address="https://www.video.example/watch?v=1", captions=True, title="Thanks", text="More below"
)


def missing(content: VideoContent) -> list[str]:
    return [each.where for each in VIDEO.problems(content, publishing=True)]


def test_watching_is_said_by_the_button():
    assert VIDEO.check_answer(CONTENT, 0, ["watched"]) == Accepted("watched")
    for raw in ([], ["seen"]):
        assert isinstance(VIDEO.check_answer(CONTENT, 0, raw), NotAccepted)


def test_what_comes_after_it_is_secret_until_then():
    assert not {"title", "text"} & VIDEO.public_content(CONTENT).keys()
    ended = VIDEO.outcome(CONTENT, ["watched"], random.Random(1))  # noqa: S311
    assert (ended.values, ended.screen) == (
        {"watched": True},
        {"title": "Thanks", "text": "More below"},
    )


def test_visitors_are_told_at_whose_house_it_is():
    assert VIDEO.public_content(CONTENT)["host"] == "video.example"


@pytest.mark.parametrize(
    "address",
    ["http://video.example/1", "javascript:alert(1)", "https://", "//video.example", "video"],
)
def test_nobody_is_led_to_what_is_no_safe_address(address):
    content = CONTENT.model_copy(update={"address": address})
    public = VIDEO.public_content(content)
    assert (public["address"], public["host"]) == ("", "")
    # In the draft too: it is a slip, and not something that is yet to come.
    assert [each.where for each in VIDEO.problems(content, publishing=False)] == ["address"]


def test_what_is_missing_is_named():
    blank = VideoContent(poster="p1")
    assert missing(blank) == ["address", "alt", "transcript", "title"]
    assert VIDEO.problems(blank, publishing=False) == []
    assert missing(CONTENT) == []


def test_either_captions_or_a_transcript_will_do():
    silent = CONTENT.model_copy(update={"captions": False})
    assert missing(silent) == ["transcript"]
    assert missing(silent.model_copy(update={"transcript": "Hello."})) == []


def test_a_length_that_is_not_said_is_no_hint():
    assert not VIDEO.duration(CONTENT)
    assert str(VIDEO.duration(CONTENT.model_copy(update={"minutes": 3}))) == "3 min"


def shown(app, content: VideoContent) -> str:
    with app.test_request_context():
        return render_template(
            "cards/video/play.html",
            card_type=VIDEO,
            public=VIDEO.public_content(content),
            cover_of=lambda card: "",
        )


def test_nothing_of_another_house_is_loaded_on_the_page(app):
    page = shown(app, CONTENT)
    assert 'href="https://www.video.example/watch?v=1"' in page
    assert 'rel="noopener noreferrer"' in page
    assert "Watch on video.example" in page
    assert not [tag for tag in ("<iframe", "<video", "src=") if tag in page]


def test_without_an_address_there_is_no_link(app):
    page = shown(app, VideoContent())
    assert "There is nothing to watch yet." in page
    assert "href=" not in page
