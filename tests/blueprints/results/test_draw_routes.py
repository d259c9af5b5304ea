"""Winners by clicks, and the proof that everybody can read."""

from __future__ import annotations

import csv
import hashlib
import io
import re

import pytest

from hubapp.core.drawing import main
from hubapp.services import editing
from tests.blueprints.page import page_of
from tests.support.saving import save


def pressed(client, at, **given):
    """The press that seals, as the page sends it."""
    page = page_of(client.get(at))
    data = {"winners": "1", "reserves": "1", "click": page.values["click"], **given}
    return client.post(f"{at}/draws", data=data)


@pytest.fixture
def drawn(editor, at) -> str:
    """The address of a draw of one winner and one reserve of three people."""
    address = pressed(editor, at).location
    editor.post(f"{address}/draw")
    return address


def proof_of(address: str) -> str:
    return f"/draws/{address.rpartition('/')[2]}"


def test_a_list_is_sealed_then_drawn(editor, at):
    address = pressed(editor, at).location
    page = page_of(editor.get(address))
    assert "3 people take part" in page.words
    assert "Draw now" in page.words
    assert "Winner " not in page.words
    assert editor.post(f"{address}/draw").location == address
    page = page_of(editor.get(address))
    assert "Draw now" not in page.words
    assert page.words.count("@example.com") == 2
    assert "1 winner of 3 people" in page_of(editor.get(at)).words


def test_a_second_press_finds_the_first_draw(editor, at):
    assert pressed(editor, at, click="same").location == pressed(editor, at, click="same").location


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"winners": "4"}, "5 places are more than the 3 people"),
        ({"winners": ""}, "Draw 1 to 1000 winners"),
        ({"winners": "-1"}, "Draw 1 to 1000 winners"),
        ({"card": "quiz"}, "Nobody takes part"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_what_was_typed_stays(editor, at, given, said):
    reply = pressed(editor, at, **given)
    assert reply.status_code == 422
    assert said in page_of(reply).words


def test_a_refused_number_stays_in_its_place(editor, at):
    assert page_of(pressed(editor, at, winners="7", text="an")).values["winners"] == "7"


def test_a_winner_is_replaced_with_a_reason_for_members_alone(editor, client, drawn):
    before = page_of(editor.get(drawn)).words
    editor.post(f"{drawn}/places/1/replace", data={"reason": "Ben did not answer"})
    page = page_of(editor.get(drawn))
    assert "moved up for place 1" not in before
    assert "moved up for place 1" in page.words
    assert "“Ben did not answer”" in page.words
    assert "No reserve is left" in page.words
    proof = page_of(client.get(proof_of(drawn))).words
    assert "Won, then replaced" in proof
    assert "Reserve that moved up for place 1" in proof
    assert "Ben" not in proof


def test_a_reason_that_is_missing_is_asked_for(editor, drawn):
    editor.post(f"{drawn}/places/1/replace")
    assert "Say why" in page_of(editor.get(drawn)).words


def test_a_cancelled_draw_stays_on_the_proof_page(editor, client, at, drawn):
    editor.post(f"{drawn}/cancel", data={"reason": "Wrong card"})
    assert "“Wrong card”" in page_of(editor.get(drawn)).words
    other = pressed(editor, at, click="another").location
    proof = page_of(client.get(proof_of(other)))
    assert proof_of(drawn) in proof.links
    assert "cancelled" in proof.words
    own = page_of(client.get(proof_of(drawn))).words
    assert "was cancelled" in own
    assert "Wrong card" not in own


def test_the_proof_names_nobody_and_is_checked_with_what_it_links_to(
    editor, client, drawn, tmp_path, capsys
):
    proof = client.get(proof_of(drawn))
    assert "example.com" not in proof.text.replace("https://example.com", "")
    words = page_of(proof).words
    seed = re.search(r"--seed (\w+)", words)[1]
    published = re.search(r"--hash (\w+)", words)[1]
    file = tmp_path / "entries.txt"
    file.write_bytes(client.get(f"{proof_of(drawn)}/entries.txt").data)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == published
    assert main([str(file), "--seed", seed, "--hash", published, "--places", "2"]) == 0
    lines = re.findall(r"line (\d+),", capsys.readouterr().out)
    assert f"1 {lines[0]} Winner 2 {lines[1]} Reserve" in words
    assert client.get("/draws/drawing.py").text.startswith('"""How winners are drawn')


def test_the_proof_outlives_the_hub_on_the_air(editor, client, hub, drawn):
    editing.unpublish(hub.id)
    save()
    proof = client.get(proof_of(drawn))
    assert proof.status_code == 200
    assert f"/h/{hub.slug}/" not in page_of(proof).links


def test_winners_as_a_file_are_those_of_now(editor, drawn):
    editor.post(f"{drawn}/places/1/replace", data={"reason": "No answer"})
    reply = editor.post(f"{drawn}/winners.csv")
    head, row = csv.reader(io.StringIO(reply.data.decode("utf-8-sig")))
    found = dict(zip(head, row, strict=True))
    assert (found["Place"], found["Prize of place"]) == ("2", "1")
    assert found["Person’s email"].endswith("@example.com")


def test_an_analyst_sees_masked_winners_and_decides_nothing(analyst, at, drawn):
    page = page_of(analyst.get(drawn))
    assert "@example.com" not in page.words
    assert "Cancel" not in page.words
    for address in (f"{at}/draws", f"{drawn}/draw", f"{drawn}/cancel", f"{drawn}/winners.csv"):
        assert analyst.post(address).status_code == 403


def test_there_is_no_such_draw(client, editor, at):
    nothing = "00000000-0000-4000-8000-000000000000"
    for address in (f"/draws/{nothing}", f"/draws/{nothing}/entries.txt", "/draws/x"):
        assert client.get(address).status_code == 404
    assert editor.get(f"{at}/draws/{nothing}").status_code == 404


def test_the_stage_counts_then_shows_who_has_won(editor, at):
    address = pressed(editor, at).location
    page = page_of(editor.get(f"{address}/stage"))
    assert "3 people take part" in page.words
    assert "Draw 1 winner" in page.words
    done = editor.post(f"{address}/draw", data={"on": "stage"})
    assert done.location == f"{address}/stage#winners"
    page = page_of(editor.get(f"{address}/stage"))
    assert "1 winner of 3 people" in page.words
    assert "Place 1:" in page.words
    # The room hears no address.
    assert "@" not in page.words
    assert proof_of(address) in page.words


def test_a_stage_whose_draw_was_cancelled_says_so(editor, at):
    address = pressed(editor, at).location
    editor.post(f"{address}/cancel", data={"reason": "Wrong list"})
    assert editor.post(f"{address}/draw", data={"on": "stage"}).status_code == 303
    assert "This draw was cancelled" in page_of(editor.get(f"{address}/stage")).words


def test_winners_are_told_with_words_of_ones_own(editor, drawn):
    page = page_of(editor.get(drawn))
    assert "1 winner is not told yet." in page.words
    assert page.values["subject"] == "You have won: Summer kick-off"
    letter = {"by_mail": "y", "subject": "Yours", "text": ""}
    refused = editor.post(f"{drawn}/tell", data=letter)
    assert refused.status_code == 422
    page = page_of(refused)
    assert "Write what the winners should read." in page.words
    assert page.values["subject"] == "Yours"
    assert editor.post(f"{drawn}/tell", data={**letter, "text": "Hi"}).location == drawn
    page = page_of(editor.get(drawn))
    assert "All winners who can be told are told." in page.words
    assert "“Yours”" in page.words


def test_without_a_mail_only_connections_are_told(editor, drawn):
    editor.post(f"{drawn}/tell")
    page = page_of(editor.get(drawn))
    assert "Nobody was mailed." in page.words
    assert "Mail 1 winner" in page.words
    assert "Braze is told, as: summer_draw_winner (custom attribute)" in page.words


def test_an_analyst_neither_stands_on_the_stage_nor_tells(analyst, editor, drawn):
    assert analyst.get(f"{drawn}/stage").status_code == 403
    assert analyst.post(f"{drawn}/tell").status_code == 403
    assert "Tell the winners" not in page_of(analyst.get(drawn)).words
