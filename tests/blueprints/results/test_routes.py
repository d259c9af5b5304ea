"""The results of a hub by clicks."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from hubapp.models.account import PRODUCTION
from hubapp.services.integrations import connection_of
from hubapp.services.results import entries_of, wanted
from hubapp.services.visiting import submit
from tests.blueprints.page import page_of
from tests.services.visiting.visits import ENTRY, visit_to
from tests.support.application import submit_entries
from tests.support.saving import save


def note(client, reply) -> str:
    """What the next page says."""
    assert reply.status_code == 302
    return page_of(client.get(reply.location)).words


def test_entries_are_found_by_card_and_day(editor, at):
    assert "ana@example.com" in page_of(editor.get(f"{at}?card=draw")).words
    for query in ("card=quiz", "begin=2099-01-01", "end=2001-01-01"):
        words = page_of(editor.get(f"{at}?{query}")).words
        assert "No entry fits this filter." in words
        assert "ana@example.com" not in words


def test_an_address_is_found_by_post_and_stays_out_of_links(editor, at):
    page = page_of(editor.post(f"{at}/find", data={"text": "AN"}))
    assert "ana@example.com" in page.words
    assert "bea@example.com" not in page.words
    assert page.values["text"] == "an"
    assert not [to for to in page.links if "text" in to]
    page = page_of(editor.get(f"{at}?text=an"))
    assert "bea@example.com" in page.words


def test_without_an_address_the_filter_is_a_link(editor, at):
    reply = editor.post(f"{at}/find", data={"text": " ", "card": "draw", "begin": "2026-01-01"})
    assert reply.location == f"{at}?card=draw&begin=2026-01-01"


def test_a_beginning_that_fits_too_many_asks_for_more(editor, at, monkeypatch):
    monkeypatch.setattr(wanted, "MOST_PEOPLE", 1)
    assert (
        "Type more of the address" in page_of(editor.post(f"{at}/find", data={"text": "an"})).words
    )


@pytest.mark.parametrize(("text", "size"), [("", 2), ("a", 1)])
def test_older_entries_are_a_press_away(editor, at, monkeypatch, text, size):
    monkeypatch.setattr(entries_of, "__defaults__", (size,))
    data = {"text": text}
    page = page_of(editor.post(f"{at}/find", data=data) if text else editor.get(at))
    assert "Older entries" in page.words
    older = next((to for to in page.links if "before=" in to), "")
    data["before"] = page.values.get("before", "")
    older = page_of(editor.post(f"{at}/find", data=data) if text else editor.get(older))
    assert "Older entries" not in older.words
    assert "ana@example.com" in (page.words + older.words)


def test_an_entry_is_disqualified_and_back_and_both_stay_to_be_read(editor, at, first):
    reply = editor.post(
        f"{at}/entries/{first}/disqualify", data={"reason": "Staff", "card": "draw"}
    )
    assert reply.location == f"{at}?card=draw"
    words = note(editor, reply)
    assert "It is in no draw from now on." in words
    assert "Disqualified by editor@demo.example" in words
    assert "“Staff”" in words
    words = note(editor, editor.post(f"{at}/entries/{first}/readmit"))
    assert "The entry takes part again." in words
    assert "Undone by editor@demo.example" in words
    assert "takes part already" in note(editor, editor.post(f"{at}/entries/{first}/readmit"))


def test_a_reason_that_is_missing_is_asked_for(editor, at, first):
    reply = editor.post(f"{at}/entries/{first}/disqualify", data={"before": str(first + 1)})
    assert reply.location == f"{at}?before={first + 1}"
    assert "Say why" in note(editor, reply)


def test_strangers_find_nothing(app, signed_in, at, first):
    stranger = signed_in("stranger")
    assert stranger.get(at).status_code == 404
    assert (
        stranger.post(f"{at}/entries/{first}/disqualify", data={"reason": "x"}).status_code == 404
    )


def test_entries_are_downloaded_as_excel_reads_them(editor, at, hub):
    submit_entries(hub, "zoe@example.com", name="=cmd|' /C calc'!A0")
    reply = editor.post(f"{at}/entries.csv", data={"text": "zo"})
    assert (
        reply.headers["Content-Disposition"] == 'attachment; filename="summer-kick-off-entries.csv"'
    )
    assert reply.data.startswith(b"\xef\xbb\xbfEntry,")
    head, row = csv.reader(io.StringIO(reply.data.decode("utf-8-sig")))
    found = dict(zip(head, row, strict=True))
    assert (found["Email"], found["First name"]) == ("zoe@example.com", "'=cmd|' /C calc'!A0")
    assert found["Marketing consent"] == "no"


def test_an_analyst_downloads_masked_entries_and_cannot_filter_by_address(analyst, at):
    reply = analyst.post(f"{at}/entries.csv", data={"text": "ana@"})
    assert reply.text.count("\n") == 4
    assert "@example.com" not in reply.text


def test_a_download_that_is_refused_says_so(editor, at, monkeypatch):
    monkeypatch.setattr(wanted, "MOST_PEOPLE", 1)
    assert "Type more of it" in note(editor, editor.post(f"{at}/entries.csv", data={"text": "an"}))


@pytest.fixture
def tried(hub):
    """Somebody has tried the hub out."""
    submit(visit_to(hub, "draw", visitor_token="t", test=True), ENTRY)


@pytest.mark.usefixtures("tried")
def test_tests_are_marked_and_shown_alone_and_go_by_a_press(editor, at):
    page = page_of(editor.get(at))
    assert "One play is a test." in page.words
    assert "In no figure and no draw" in page.words
    assert "bea@example.com" not in page_of(editor.get(f"{at}?tests=only")).words
    assert "In no figure and no draw" not in page_of(editor.get(f"{at}?tests=without")).words
    sheet = editor.post(f"{at}/entries.csv", data={"tests": "only"}).text
    assert (sheet.count("\n"), ",Test," in sheet) == (2, True)
    assert "1 test is deleted." in note(editor, editor.post(f"{at}/tests/delete"))
    assert "is a test" not in page_of(editor.get(at)).words
    assert "There was no test" in note(editor, editor.post(f"{at}/tests/delete"))


@pytest.mark.usefixtures("tried")
def test_it_is_said_where_a_test_was_not_sent(editor, at, hub):
    assert "not sent to Braze" not in page_of(editor.get(at)).words
    connection_of(hub.id, "braze").account.tag = PRODUCTION
    save()
    assert "Test: not sent to Braze" in page_of(editor.get(at)).words


@pytest.mark.usefixtures("tried")
def test_an_analyst_deletes_no_tests(analyst, at):
    assert "Delete tests" not in page_of(analyst.get(at)).words
    assert analyst.post(f"{at}/tests/delete").status_code == 403


def test_entries_are_downloaded_as_a_workbook_too(editor, at, hub):
    submit_entries(hub, "zoe@example.com", name="=cmd|' /C calc'!A0")
    reply = editor.post(f"{at}/entries.xlsx", data={"text": "zo"})
    assert (
        reply.headers["Content-Disposition"]
        == 'attachment; filename="summer-kick-off-entries.xlsx"'
    )
    package = zipfile.ZipFile(io.BytesIO(reply.data))
    sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "zoe@example.com" in sheet
    assert ">=cmd|' /C calc'!A0<" in sheet
    assert 'name="Entries"' in package.read("xl/workbook.xml").decode()


def test_an_analysts_workbook_is_masked(analyst, at):
    reply = analyst.post(f"{at}/entries.xlsx", data={"text": "ana@"})
    sheet = zipfile.ZipFile(io.BytesIO(reply.data)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row>") == 4
    assert "@example.com" not in sheet
