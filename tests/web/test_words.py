"""Sentences, times and lengths for people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import time_machine
from flask import get_flashed_messages, render_template_string

from hubapp.core.words import Words
from hubapp.web.words import (
    direction,
    language,
    language_name,
    lasting,
    letter,
    number,
    said,
    said_in,
    speak,
    speaking,
    tell,
    when,
)

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


VOTES = "{{ ngettext('%(count)s vote so far.', '%(count)s votes so far.', 1234) }}"


@pytest.mark.parametrize(
    ("to", "written", "votes"),
    [
        ("en", "ltr", "1,234 votes so far."),
        ("de", "ltr", "Bisher 1.234 Stimmen."),
        ("fr", "ltr", "1\u202f234 votes pour l’instant."),
        ("ko", "ltr", "지금까지 1,234표예요."),
        ("ar", "rtl", "1,234 صوتًا حتى الآن."),
        ("tlh", "ltr", "1,234 votes so far."),
    ],
)
def test_a_page_is_said_in_a_language(page, to, written, votes):
    with speaking(to):
        assert (direction(), page(VOTES)) == (written, votes)
    assert (language(), page(VOTES)) == ("en", "1,234 votes so far.")


def test_from_here_on_a_request_is_answered_in_another_language(page):
    assert said(Words("Vote")) == "Vote"
    speak("de")
    assert (said(Words("Vote")), language()) == ("Abstimmen", "de")
    speak("a language of another release")
    assert (said(Words("Vote")), language()) == ("Vote", "en")


def test_a_language_is_called_as_the_reader_calls_it(page):
    assert [language_name(each) for each in ("de", "ko", "ar")] == ["German", "Korean", "Arabic"]


def test_choices_are_marked_with_the_letters_of_the_language(page):
    assert [letter(at) for at in (0, 1, 25, 26)] == ["A", "B", "Z", "A"]
    with speaking("ar"):
        assert [letter(at) for at in (0, 1, 28)] == ["أ", "ب", "أ"]


def test_numbers_are_written_as_the_language_does(page):
    assert (number(1234), number(0.5)) == ("1,234", "0.5")
    with speaking("de"):
        assert (number(1234), number(0.5)) == ("1.234", "0,5")


def test_a_text_is_put_into_a_language_for_whoever_makes_it_their_own(page):
    assert [said_in("de")(each) for each in ("Email", "Nobody's", "")] == ["E-Mail", "Nobody's", ""]
    assert said_in("a language of another release")("Email") == "Email"
