"""Catalogues are read from their ``.po`` as they stand in the tree."""

from __future__ import annotations

import pytest

from hubapp.core.languages import LANGUAGES, OF_MEMBERS
from hubapp.web.catalogues import catalogue_of, file_of

VOTES = ("%(count)s vote so far.", "%(count)s votes so far.")


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Abstimmen"), ("fr", "Voter"), ("es", "Votar"), ("ko", "투표하기"), ("ar", "صوّت")],
)
def test_a_sentence_is_said_in_a_language(language, said):
    assert catalogue_of(language).gettext("Vote") == said


def test_english_and_what_no_catalogue_knows_stay_as_they_are():
    assert not file_of("en").exists()
    assert catalogue_of("en").gettext("Vote") == "Vote"
    assert catalogue_of("de").gettext("Nobody wrote this") == "Nobody wrote this"
    assert {each for each in LANGUAGES if not file_of(each).exists()} == {"en"}


def test_what_only_members_read_is_a_catalogue_beside():
    assert {each for each in LANGUAGES if file_of(each, "members").exists()} == {*OF_MEMBERS[1:]}
    assert catalogue_of("ko").gettext("Hub settings") == "허브 설정"
    assert catalogue_of("de").gettext("Hub settings") == "Hub settings"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("de", 1, "Bisher %(count)s Stimme."),
        ("de", 2, "Bisher %(count)s Stimmen."),
        ("fr", 0, "%(count)s vote pour l’instant."),
        ("ko", 1, "지금까지 %(count)s표예요."),
        ("ar", 0, "لا أصوات حتى الآن."),
        ("ar", 1, "صوت واحد حتى الآن."),
        ("ar", 2, "صوتان حتى الآن."),
        ("ar", 7, "%(count)s أصوات حتى الآن."),
        ("ar", 11, "%(count)s صوتًا حتى الآن."),
        ("ar", 100, "%(count)s صوت حتى الآن."),
        ("ar", 103, "%(count)s أصوات حتى الآن."),
    ],
)
def test_a_number_has_the_form_of_its_language(language, count, said):
    assert catalogue_of(language).ngettext(*VOTES, count) == said
