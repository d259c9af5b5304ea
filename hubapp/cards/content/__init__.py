"""Content: rich text, a picture and a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import nh3

from hubapp.core.card_type import Answer, CardType, Chance, Content, Outcome, Output
from hubapp.core.errors import Problem
from hubapp.core.reading import is_web_address, text
from hubapp.core.words import Words

_TAGS = {
    "p",
    "h1",
    "del",
    "pre",
    "br",
    "strong",
    "em",
    "b",
    "i",
    "ul",
    "ol",
    "li",
    "a",
    "h2",
    "h3",
    "blockquote",
    "div",
}
_LONGEST = 20_000


class ContentCard(CardType):
    """See the module."""

    kind: ClassVar[str] = "content"
    label: ClassVar[Words] = Words("Content")
    icon: ClassVar[str] = "article"
    purpose: ClassVar[Words] = Words(
        "Text, a picture and a link. Good for rules, news and stories."
    )
    art: ClassVar[str] = "waves"
    call_to_action: ClassVar[Words] = Words("Read on")
    default_title: ClassVar[str] = "Good to know"

    def default_content(self) -> Content:
        return {
            "body": "<p>Say something worth reading here.</p>",
            "image": "",
            "alt": "",
            "link_text": "",
            "link_url": "",
        }

    def content_from(self, posted: Mapping[str, Any], before: Content) -> Content:
        return {
            "body": clean_html(text(posted.get("body"), _LONGEST)),
            "image": text(posted.get("image"), 32),
            "alt": text(posted.get("alt"), 200),
            "link_text": text(posted.get("link_text"), 80),
            "link_url": text(posted.get("link_url"), 500),
        }

    def problems(self, content: Content, publishing: bool) -> list[Problem]:
        problems = []
        if content["link_url"] and not is_web_address(content["link_url"]):
            sentence = Words("The link must be a web address such as https://example.com.")
            problems.append(Problem("link_url", sentence))
        if not publishing:
            return problems
        if not (nh3.clean(content["body"], tags=set()).strip() or content["image"]):
            sentence = Words("The card is empty. Write something or add a picture.")
            problems.append(Problem("body", sentence))
        if content["image"] and not content["alt"]:
            sentence = Words("The picture has no description. Say what it shows.")
            problems.append(Problem("alt", sentence))
        if bool(content["link_url"]) != bool(content["link_text"]):
            sentence = Words("A link needs both its words and its address.")
            problems.append(Problem("link_text", sentence))
        return problems

    def asset_ids(self, content: Content) -> list[str]:
        return [content["image"]] if content["image"] else []

    def public_content(self, content: Content) -> Content:
        safe_link = content["link_url"] if is_web_address(content["link_url"]) else ""
        return {**content, "body": clean_html(content["body"]), "link_url": safe_link}

    def outcome(self, content: Content, answers: Sequence[Answer], chance: Chance) -> Outcome:
        return Outcome()

    def outputs(self, content: Content) -> list[Output]:
        return []


def clean_html(body: str) -> str:
    """Only harmless formatting; links go to the web, and do not leak where they come from."""
    return nh3.clean(
        body,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
