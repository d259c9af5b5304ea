"""Video: a way out that is safe, and something for who cannot hear it."""

from __future__ import annotations

import pytest

from hubapp.cards.video import Video
from hubapp.cards.video.content import VideoContent
from hubapp.core.card_type import Accepted, NotAccepted

VIDEO = Video()


@pytest.mark.parametrize("address", ["http://a.example/v", "javascript:alert(1)", "https://", "v"])
def test_no_other_address_is_led_to(address):
    content = VideoContent(address=address)
    assert VIDEO.public_content(content)["address"] == ""
    assert [each.where for each in VIDEO.problems(content, publishing=False)] == ["address"]


def test_the_house_of_the_video_is_named():
    public = VIDEO.public_content(VideoContent(address="https://www.vimeo.com/1"))
    assert (public["address"], public["host"]) == ("https://www.vimeo.com/1", "vimeo.com")


def test_captions_or_a_transcript_are_asked_for():
    content = VideoContent(address="https://vimeo.com/1", title="Thanks", poster="f" * 24)
    places = [each.where for each in VIDEO.problems(content, publishing=True)]
    assert places == ["alt", "transcript"]
    with_captions = content.model_copy(update={"captions": True, "alt": "A sea"})
    assert VIDEO.problems(with_captions, publishing=True) == []


def test_only_the_button_says_that_it_was_watched():
    assert VIDEO.check_answer(VideoContent(), 0, ["watched"]) == Accepted("watched")
    assert isinstance(VIDEO.check_answer(VideoContent(), 0, ["x"]), NotAccepted)
