"""A hub speaks its language to visitors, from its page to its last error, and no two are mixed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from hubapp.core.countries import countries
from hubapp.extensions import db
from hubapp.models import Consent
from hubapp.services import editing
from hubapp.web import page_cache
from tests.support.application import stamp_in
from tests.support.saving import save

HUB = "/h/summer-kick-off/"
DRAW = f"{HUB}enter-the-draw/"
WAY = {"de": "ltr", "fr": "ltr", "es": "ltr", "ko": "ltr", "ar": "rtl"}
CTA = {"en": "Take the quiz", "de": "Quiz starten", "ar": "ابدأ المسابقة"}


@pytest.fixture
def speaks(hub):
    """Publishes the hub in a language."""

    def publish(language: str) -> None:
        editing.choose_language(hub.id, None, language)
        editing.publish(hub.id, None)

    return publish


def refused_entry(client):
    stamp = stamp_in(client.get(DRAW).text)
    return client.post(DRAW, data={"stamp": stamp, "f-email": "nope"})


@pytest.mark.parametrize(("language", "way"), WAY.items())
def test_every_page_says_its_language_and_which_way_it_is_written(client, speaks, language, way):
    speaks(language)
    cards = f"{HUB}summer-quiz/", DRAW
    for page in (HUB, *cards, f"{HUB}nothing-there/", f"{HUB}your-data"):
        assert f'<html lang="{language}" dir="{way}">' in client.get(page).text
    assert f'<html lang="{language}" dir="{way}">' in refused_entry(client).text


def test_a_form_says_what_is_wrong_and_names_countries_in_it(client, speaks):
    speaks("de")
    page = refused_entry(client).text
    assert "Darin fehlt das @. Gib eine E-Mail-Adresse an wie ana@example.com." in page
    named = re.findall(r'<option value="[A-Z]{2}">([^<]+)</option>', page)
    assert [unescape(each) for each in named] == [name for _, name in countries("de")]


def test_another_language_is_another_page(client, speaks):
    """To whoever has the page of before, and to the memory of this process."""
    tag = client.get(HUB).headers["ETag"]
    for language in ("de", "ar", "en"):
        speaks(language)
        page = client.get(HUB, headers={"If-None-Match": tag})
        assert (page.status_code, CTA[language] in page.text) == (200, True)
        assert sum(each in page.text for each in CTA.values()) == 1
        again = client.get(HUB, headers={"If-None-Match": page.headers["ETag"]})
        assert again.status_code == 304
        tag = page.headers["ETag"]


def test_the_browsers_language_does_not_change_what_is_remembered_for_everybody(client, speaks):
    speaks("ko")
    page_cache.forget()
    seen = {client.get(HUB, headers={"Accept-Language": each}).data for each in ("fr", "de", "")}
    assert len(seen) == 1


def test_a_hub_that_is_closed_says_so_in_its_language(hub, client, speaks):
    speaks("fr")
    editing.unpublish(hub.id)
    page = client.get(HUB, headers={"Accept-Language": "de"})
    assert page.status_code == 404
    assert '<html lang="fr" dir="ltr">' in page.text
    assert "Cette page n’est pas ouverte pour le moment" in page.text


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("de-AT,en;q=0.5", "Hier gibt es nichts"),
        ("ar", "لا شيء هنا"),
        ("tlh", "There is nothing here"),
        ("", "There is nothing here"),
    ],
)
def test_where_there_is_no_hub_the_browser_is_asked(app, client, wanted, said):
    page = client.get("/h/nothing/", headers={"Accept-Language": wanted})
    assert (page.status_code, said in page.text) == (404, True)
    assert "Accept-Language" in page.headers["Vary"]


def test_a_preview_is_in_the_hubs_language_and_so_for_members_alone(hub, signed_in, workspace):
    hub.workspace_id = workspace.id
    save()
    editing.choose_language(hub.id, None, "es")
    member = signed_in("editor")
    assert '<html lang="es" dir="ltr">' in member.get(f"/preview/{hub.id}/").text
    assert '<html lang="en"' in member.get(f"/hubs/{hub.id}/edit").text


def test_a_consent_is_kept_with_the_language_that_was_read(client, speaks):
    speaks("de")
    born, stamp = ["1", "2", "1990"], stamp_in(client.get(DRAW).text)
    entry = {"f-email": "ana@example.com", "f-date_of_birth": born, "f-marketing_consent": "y"}
    sent = client.post(DRAW, data={"stamp": stamp, **entry})
    assert sent.status_code == 303
    assert set(db.session.scalars(select(Consent.language))) == {"de"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Opens 4 Dec 2035 18:00 Cairo time"),
        ("de", "Öffnet: 4. Dez. 2035, 18:00 Uhr (Zeit in Kairo)"),
        ("fr", "Ouverture : 4 déc. 2035 à 18:00 (heure de Le Caire)"),
        ("es", "Abre: 4 dic 2035 a las 18:00 (hora de El Cairo)"),
        ("ko", "2035년 12월 4일 18:00(카이로 시간)에 열려요"),
        ("ar", "يُفتح 4 ديسمبر 2035 18:00 (بتوقيت القاهرة)"),
    ],
)
def test_times_are_said_as_the_language_says_them(hub, client, language, said):
    document, _ = editing.document(hub.id, "hub")
    times = {"time_zone": "Africa/Cairo", "opening": {"opens_at": "2035-12-04T18:00"}}
    editing.change(hub.id, None, "times", {"hub": {**document, **times, "language": language}})
    editing.publish(hub.id, None)
    assert said in client.get(HUB).text
