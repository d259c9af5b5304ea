"""Sentences, times and lengths for people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import time_machine
from flask import get_flashed_messages, render_template_string

from hubapp.core.words import Words
from hubapp.web.words import lasting, said, tell, when

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
SYDNEY = timezone(timedelta(hours=11))


@pytest.fixture
def page(app):
    """Renders a template in a request."""
    with app.test_request_context():
        yield render_template_string


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOON, "today 12:00 UTC"),
        (datetime(2026, 11, 27, 0, 0, tzinfo=UTC), "today 00:00 UTC"),
        (datetime(2026, 11, 27, 9, 30, tzinfo=SYDNEY), "yesterday 22:30 UTC"),
        (datetime(2026, 11, 25, 23, 59, tzinfo=UTC), "25 Nov 2026 23:59 UTC"),
        (datetime(2026, 11, 28, 0, 0, tzinfo=UTC), "28 Nov 2026 00:00 UTC"),
        (datetime(2025, 1, 3, 9, 15, tzinfo=UTC), "3 Jan 2025 09:15 UTC"),
        (None, ""),
    ],
)
def test_a_time_is_said_with_its_zone(page, moment, words):
    assert str(when(moment)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (40.9, "40 s"),
        (119, "119 s"),
        (120, "2 min"),
        (7199, "119 min"),
        (7200, "2 h"),
        (172_799, "47 h"),
        (172_800, "2 days"),
        (864_000, "10 days"),
    ],
)
def test_a_length_of_time_has_one_unit_that_fits(page, seconds, words):
    assert str(lasting(seconds)) == words


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (Words("Saved."), "Saved."),
        (Words("%(count)s vote", "%(count)s votes", count=1), "1 vote"),
        (Words("%(count)s vote", "%(count)s votes", count=0), "0 votes"),
        (Words("“%(title)s” is removed.", title="100% off"), "“100% off” is removed."),
        (Words("%(what)s It stays.", what=Words("Paused.")), "Paused. It stays."),
        (Words.verbatim("50% of theirs"), "50% of theirs"),
        (Words(""), ""),
        ("a plain text: 100%", "a plain text: 100%"),
    ],
)
def test_words_are_said_when_somebody_reads_them(page, words, sentence):
    assert said(words) == sentence


def test_words_that_are_put_into_a_page_are_said_and_escaped(page):
    told = Words("“%(title)s” is removed.", title="<b>")
    assert page("{{ told }}", told=told) == "“&lt;b&gt;” is removed."


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{{ _('Hello') }}", "Hello"),
        ("{{ _('100%') }}", "100%"),
        ("{{ _('Read <b>%(what)s</b>', what='<i>') }}", "Read <b>&lt;i&gt;</b>"),
        ("{{ _('Hello %(who)s', who=words) }}", "Hello 1 &lt;visitor&gt;"),
        ("{{ ngettext('%(count)s card', '%(count)s cards', 1) }}", "1 card"),
        ("{{ ngettext('%(count)s card', '%(count)s cards', 0) }}", "0 cards"),
        ("{{ ngettext('%(count)s of %(name)s', '', 1, name='<a>') }}", "1 of &lt;a&gt;"),
        ("{{ said(words) }}", "1 &lt;visitor&gt;"),
    ],
)
def test_templates_mark_their_sentences_and_escape_what_goes_into_them(page, template, sentence):
    assert page(template, words=Words("%(n)s <visitor>", n=1)) == sentence


def test_a_note_stands_at_the_top_of_the_next_page(page):
    tell(Words("“%(title)s” is removed.", title="Quiz"), "info")
    assert get_flashed_messages(with_categories=True) == [("info", "“Quiz” is removed.")]
