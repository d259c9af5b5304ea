"""Content: rich text, a picture and a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import nh3

from hubapp.cards.content.content import PageContent
from hubapp.core.card_type import Answer, CardType, Chance, Outcome, Output
from hubapp.core.content import Json
from hubapp.core.errors import Problem
from hubapp.core.reading import is_web_address
from hubapp.core.words import Words

_TAGS = set("p h1 h2 h3 del pre br strong em b i ul ol li a blockquote div".split())


class ContentCard(CardType[PageContent]):
    """See the module."""

    kind: ClassVar[str] = "content"
    label: ClassVar[Words] = Words("Content")
    icon: ClassVar[str] = "article"
    picture: ClassVar[str] = "picture.webp"
    purpose: ClassVar[Words] = Words(
        "Text, a picture and a link. Good for rules, news and stories."
    )
    art: ClassVar[str] = "waves"
    call_to_action: ClassVar[Words] = Words("Read on")
    default_title: ClassVar[str] = "Good to know"
    Content: ClassVar[type[PageContent]] = PageContent

    def default_content(self) -> PageContent:
        return PageContent(body="<p>Say something worth reading here.</p>")

    def tidy(self, content: PageContent) -> PageContent:
        return content.model_copy(update={"body": clean_html(content.body)})

    def public_content(self, content: PageContent) -> Json:
        public = super().public_content(content)
        if not is_web_address(content.link_url):
            public["link_url"] = ""
        return public

    def problems(self, content: PageContent, publishing: bool) -> list[Problem]:
        problems = []
        if content.link_url and not is_web_address(content.link_url):
            sentence = Words("The link must be a web address such as https://example.com.")
            problems.append(Problem("link_url", sentence))
        if not publishing:
            return problems
        if not (nh3.clean(content.body, tags=set()).strip() or content.image):
            sentence = Words("The card is empty. Write something or add a picture.")
            problems.append(Problem("body", sentence))
        if content.image and not (content.alt or content.decorative):
            sentence = Words("The picture has no description. Say what it shows.")
            problems.append(Problem("alt", sentence))
        if bool(content.link_url) != bool(content.link_text):
            sentence = Words("A link needs both its words and its address.")
            problems.append(Problem("link_text", sentence))
        return problems

    def outcome(self, content: PageContent, answers: Sequence[Answer], chance: Chance) -> Outcome:
        return Outcome()

    def outputs(self, content: PageContent) -> list[Output]:
        return []

    def example_plays(self, content: PageContent) -> list[list[list[str]]]:
        return [[]]


def clean_html(body: str) -> str:
    """Only harmless formatting; links go to the web, and do not leak where they come from."""
    return nh3.clean(
        body,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
