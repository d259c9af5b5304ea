"""Video: a picture of it that leads to where it is. Nothing of another house is loaded on our page,
so nobody learns who was here before the visitor chooses to go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from hubapp.cards.video.content import VideoContent
from hubapp.core.card_type import (
    Accepted,
    Answer,
    CardType,
    Chance,
    NotAccepted,
    Outcome,
    Output,
)
from hubapp.core.content import Json
from hubapp.core.errors import Problem
from hubapp.core.reading import is_web_address
from hubapp.core.words import NOTHING, Words


class Video(CardType[VideoContent]):
    """See the module."""

    kind: ClassVar[str] = "video"
    label: ClassVar[Words] = Words("Video")
    icon: ClassVar[str] = "player-play"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words(
        "A video that is somewhere on the web, and what comes after it. Good for a story."
    )
    art: ClassVar[str] = "waves"
    call_to_action: ClassVar[Words] = Words("Watch the video")
    default_title: ClassVar[str] = "Have you seen this?"
    styles: ClassVar[tuple[str, ...]] = ("play.css",)
    Content: ClassVar[type[VideoContent]] = VideoContent

    def default_content(self) -> VideoContent:
        return VideoContent(
            about="Two minutes that are worth it.",
            address="https://example.com/video",
            minutes=2,
            transcript="Write here what is said and what is to be seen.",
            title="Thank you for watching",
            text="There is more to discover on this page.",
        )

    def problems(self, content: VideoContent, publishing: bool) -> list[Problem]:
        problems = []
        if content.address and not _is_safe(content.address):
            sentence = Words("Type a web address that begins with https://.")
            problems.append(Problem("address", sentence))
        if not publishing:
            return problems
        if not content.address:
            sentence = Words("The card leads nowhere. Paste the address of the video.")
            problems.append(Problem("address", sentence))
        if content.poster and not (content.alt or content.decorative):
            sentence = Words("The picture has no description. Say what it shows.")
            problems.append(Problem("alt", sentence))
        if not content.captions and not content.transcript:
            sentence = Words(
                "Some visitors cannot hear it. Say that it has captions, or write what is said."
            )
            problems.append(Problem("transcript", sentence))
        if not content.title:
            sentence = Words("Say something to whoever has watched it.")
            problems.append(Problem("title", sentence))
        return problems

    def public_content(self, content: VideoContent) -> Json:
        """Beside what is not secret, at whose house the video is."""
        public = super().public_content(content)
        safe = _is_safe(content.address)
        public["address"] = content.address if safe else ""
        public["host"] = _host(content.address) if safe else ""
        return public

    def duration(self, content: VideoContent) -> Words:
        return Words("%(minutes)s min", minutes=content.minutes) if content.minutes else NOTHING

    def steps(self, content: VideoContent) -> int:
        return 1

    def check_answer(
        self, content: VideoContent, step: int, raw: Sequence[str]
    ) -> Accepted | NotAccepted:
        if raw and raw[0] == "watched":
            return Accepted("watched")
        return NotAccepted(Words("Press the button once you have watched it."))

    def outcome(self, content: VideoContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        return Outcome({"watched": True}, {"title": content.title, "text": content.text})

    def outputs(self, content: VideoContent) -> list[Output]:
        return [Output("watched", Words("Says to have watched it"), "boolean", True)]

    def example_plays(self, content: VideoContent) -> list[list[list[str]]]:
        return [[["watched"]]]


def _is_safe(address: str) -> bool:
    return address.startswith("https://") and is_web_address(address)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
