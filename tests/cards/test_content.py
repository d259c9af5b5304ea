"""Content: formatted text that can do no harm."""

from __future__ import annotations

import pytest

from hubapp.cards.content import ContentCard, clean_html
from hubapp.cards.content.content import PageContent

CARD = ContentCard()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>Hi <strong>you</strong></p>", "<p>Hi <strong>you</strong></p>"),
        ("<script>alert(1)</script><p>Hi</p>", "<p>Hi</p>"),
        ('<p onclick="x()">Hi</p>', "<p>Hi</p>"),
        ('<a href="javascript:x()">a</a>', '<a rel="noopener noreferrer">a</a>'),
        (
            '<a href="https://example.com">a</a>',
            '<a href="https://example.com" rel="noopener noreferrer">a</a>',
        ),
    ],
)
def test_only_harmless_formatting_is_kept(typed, kept):
    assert clean_html(typed) == kept


def test_what_an_older_release_stored_is_cleaned_when_it_is_shown():
    content = PageContent(body="<script>x</script><p>Hi</p>", link_url="javascript:x()")
    public = CARD.public_content(content)
    assert (public["body"], public["link_url"]) == ("<p>Hi</p>", "")


def places(publishing: bool = True, **values: str) -> set[str]:
    content = PageContent(**{"body": "<p>Hi</p>", **values})
    return {problem.where for problem in CARD.problems(content, publishing)}


def test_what_is_missing_is_named():
    assert places(body="<p> </p>") == {"body"}
    assert places(image="x") == {"alt"}
    assert places(link_text="More") == {"link_text"}
    assert places(link_url="https://example.com", link_text="More") == set()


def test_a_link_that_leads_nowhere_is_told_while_drafting():
    assert places(publishing=False, link_url="example") == {"link_url"}
    assert places(publishing=False, body="") == set()
