"""What is typed on the mapping screen is kept at once, by control, and is used once it is saved."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from sqlalchemy import select

from hubapp.core.controls import tree_of
from hubapp.core.errors import EditConflict, NotFoundHere, PartlySaved
from hubapp.core.mapping import FieldMapping, MappingRow
from hubapp.core.merging import controls_of
from hubapp.core.words import Words
from hubapp.extensions import db
from hubapp.models import Connection, DraftDocument, Edit, Hub
from hubapp.services import editing
from hubapp.services.integrations import connections, drafting
from tests.support.deliveries import hub_at
from tests.support.factories import KEY, ConnectionFactory

AT = "mapping:braze"
TARGET = "rows.r0.target"


@pytest.fixture
def hub(both, sandbox) -> Hub:
    return hub_at(sandbox)


@pytest.fixture
def connection(hub) -> Connection:
    return ConnectionFactory(hub=hub, endpoint=hub.endpoint)


def now(hub: Hub) -> dict[str, str]:
    """What the controls of the screen hold."""
    return controls_of(drafting.draft_form(hub, "braze")[0].held)


def keep(hub: Hub, changes: dict[str, str], begun: dict[str, str] | None = None, action="") -> None:
    """As a screen does that began with ``begun``."""
    before = now(hub) if begun is None else begun
    bases = [{name: before.get(name, "") for name in changes}]
    posted = tree_of((before | changes).items())
    drafting.save_draft(hub, "braze", None, posted, action, None, bases)


def targets(hub: Hub) -> list[str]:
    return [row.target for row in drafting.draft_form(hub, "braze")[0].mapping.rows]


def test_what_is_typed_is_kept_and_nothing_is_sent_by_it(hub, connection):
    before = dict(connection.mapping)
    keep(hub, {TARGET: "custom.", "rows.r0.name": "nick"})
    assert targets(hub) == ["custom.nick"]
    assert not drafting.is_saved(hub, "braze")
    db.session.expire_all()
    assert (connection.mapping, connection.mapping_number) == (before, 1)


def test_save_puts_the_draft_to_use_as_a_version(hub, connection):
    keep(hub, {TARGET: "custom.", "rows.r0.name": "nick", "whom": "everybody"})
    form, _ = drafting.draft_form(hub, "braze")
    typed = {"endpoint": hub.endpoint}
    connections.save(hub, "braze", replace(form, typed=typed, secret=KEY))
    assert drafting.is_saved(hub, "braze")
    assert connection.mapping_number == 2
    # The same rows keep their names, so another tab goes on.
    keep(hub, {"rows.r0.name": "nickname"})
    assert targets(hub) == ["custom.nickname"]


def test_no_key_is_ever_kept_in_a_draft(hub):
    typed = {"secret": KEY, "endpoint": hub.endpoint, "url": "https://x.example/?token=abc"}
    posted = tree_of((now(hub) | typed | {"label": "crm"}).items())
    bases = [{"label": "", "secret": "", "url": ""}, {"label": "c", "secret": KEY}]
    drafting.save_draft(hub, "braze", None, posted, "", None, bases)
    kept = [*db.session.scalars(select(DraftDocument.body).where(DraftDocument.key == AT))]
    kept += db.session.scalars(select(Edit.after).where(Edit.document == AT))
    said = orjson.dumps(kept).decode()
    assert "crm" in said
    assert KEY not in said
    assert "token" not in said
    assert hub.endpoint not in said


def test_two_tabs_change_two_controls_and_both_are_kept(hub, connection):
    begun = now(hub)
    keep(hub, {"label": "crm"}, begun)
    keep(hub, {"keep_days": "7"}, begun)
    held = now(hub)
    assert (held["label"], held["keep_days"]) == ("crm", "7")


def test_the_same_control_is_not_overwritten_unseen(hub, connection):
    begun = now(hub)
    keep(hub, {"label": "crm"}, begun)
    with pytest.raises(EditConflict) as conflict:
        keep(hub, {"label": "shop"}, begun)
    (problem,) = conflict.value.problems
    assert (problem.where, problem.sentence.parameters["theirs"]) == ("label", "crm")
    assert now(hub)["label"] == "crm"


def test_a_row_that_was_removed_meanwhile_is_said(hub, connection):
    begun = now(hub)
    keep(hub, {}, begun, "remove:rows.r0")
    with pytest.raises(EditConflict):
        keep(hub, {"rows.r0.source": "field.email"}, begun)


def test_an_older_screen_without_a_script_is_told(hub, connection):
    keep(hub, {"label": "crm"})
    with pytest.raises(EditConflict):
        drafting.save_draft(hub, "braze", None, tree_of(now(hub).items()), "add:rows", 0)


def test_each_control_and_each_button_is_a_step_of_the_mapping_alone(hub, connection):
    editing.add_card(hub.id, None, "poll")
    of_hub = editing.undoable(hub.id, None)
    keep(hub, {"label": "crm"})
    keep(hub, {"keep_days": "7"})
    keep(hub, {}, None, "add:rows")
    assert len(targets(hub)) == 2
    assert editing.undoable(hub.id, None) == of_hub
    said = str(editing.undo(hub.id, None, AT))
    assert said == "adding a row to the mapping"
    assert len(targets(hub)) == 1
    assert str(editing.undo(hub.id, None, AT)).endswith("days that are kept")
    editing.undo(hub.id, None, AT)
    assert editing.undo(hub.id, None, AT) is None
    assert now(hub)["label"] == ""
    editing.redo(hub.id, None, AT)
    assert now(hub)["label"] == "crm"
    # And the hub's own steps leave the mapping alone.
    editing.undo(hub.id, None)
    assert now(hub)["label"] == "crm"


def test_the_draft_is_no_part_of_what_is_published(hub, connection):
    editing.publish(hub.id, None)
    mark = editing.outlook_of(hub).mark
    keep(hub, {"label": "crm"})
    assert not editing.has_changes(hub)
    assert editing.outlook_of(hub).mark == mark
    assert AT not in editing.documents(hub.id)


def test_a_text_that_is_too_long_stays_out_and_all_else_is_kept(hub, connection):
    with pytest.raises(PartlySaved) as partly:
        keep(hub, {"label": "x" * 1001, "keep_days": "7"})
    assert [each.where for each in partly.value.problems] == ["label"]
    assert (now(hub)["label"], now(hub)["keep_days"]) == ("", "7")


@pytest.mark.parametrize("action", ["accept:field.email", "preset:outcomes", "up:rows.r0"])
def test_offers_and_presets_go_into_the_draft(hub, connection, action):
    before = targets(hub)
    keep(hub, {}, None, action)
    assert before == targets(hub)[: len(before)]
    assert ("attribute.email" in targets(hub)) == (action == "accept:field.email")


def test_what_the_screen_chooses_by_itself_is_nobodys_change(hub, connection):
    """A connection of an earlier release never said whom it sends: the screen shows everybody."""
    assert now(hub)["whom"] == "everybody"
    keep(hub, {"whom": "consenting"})
    assert now(hub)["whom"] == "consenting"


def test_an_older_version_is_taken_into_the_draft(hub, connection):
    form, _ = drafting.draft_form(hub, "braze")
    other = FieldMapping("email", "field.email", rows=(MappingRow("field.email", "custom.mail"),))
    for mapping in (form.mapping, other):
        said = replace(form, mapping=mapping, held=None, secret=KEY)
        saved = replace(said, typed={"endpoint": hub.endpoint})
        saved = replace(saved, mapping=replace(mapping, whom="everybody"))
        connections.save(hub, "braze", saved)
    assert connection.mapping_number == 3
    drafting.take_version(hub, "braze", None, 2)
    assert targets(hub) == ["attribute.first_name"]
    assert not drafting.is_saved(hub, "braze")
    with pytest.raises(NotFoundHere):
        drafting.take_version(hub, "braze", None, 9)


def test_before_the_first_save_nothing_is_in_use(hub):
    assert not drafting.is_saved(hub, "braze")
    keep(hub, {"label": "crm"})
    assert drafting.draft_form(hub, "braze")[0].held.label == "crm"


def test_a_save_that_arrives_twice_is_taken_once(hub, connection):
    sent = editing.Sent("tab1", 1)
    for keep_days, newer in (("7", sent), ("8", sent._replace(serial=2))):
        posted = tree_of((now(hub) | {"keep_days": keep_days}).items())
        bases = [{"keep_days": now(hub)["keep_days"]}]
        drafting.save_draft(hub, "braze", None, posted, "", None, bases, newer)
    with pytest.raises(EditConflict):
        drafting.save_draft(hub, "braze", None, posted, "", None, bases, sent)
    assert now(hub)["keep_days"] == "8"


OF_LATER = "lacking", "fallback_by", "fallback_source", "label", "only_existing", "whom"


def test_undo_of_a_draft_of_an_earlier_release_takes_back_what_was_typed(hub, connection):
    keep(hub, {TARGET: "custom.", "rows.r0.name": "nick"})
    body, _ = editing.document(hub.id, AT)
    rows = [{name: each[name] for name in each if name != "constant_kind"} for each in body["rows"]]
    older = {name: each for name, each in body.items() if name not in OF_LATER} | {"rows": rows}
    editing.change(hub.id, None, Words("as before"), {AT: older})
    keep(hub, {"rows.r0.name": "name", "keep_days": "7"})
    keep(hub, {}, action="add:rows")
    said = [str(editing.undo(hub.id, None, AT)) for _ in range(3)]
    what = "changing the mapping to Braze"
    assert said == [
        "adding a row to the mapping",
        f"{what}: days that are kept",
        f"{what}: row 1, name",
    ]
    assert editing.document(hub.id, AT)[0] == older


BLUE, RED = (f"rows.r0.sent_as.{each}" for each in ("Blue%2E%20Dark", "Red"))


def sent_as(hub: Hub) -> dict[str, str]:
    return dict(drafting.draft_form(hub, "braze")[0].mapping.rows[0].sent_as)


def test_what_two_tabs_say_of_two_values_is_kept_and_each_is_a_step(hub, connection):
    keep(hub, {"label": "crm"})
    begun = now(hub)
    keep(hub, {BLUE: "BLU", "rows.r0.letters": "small"}, begun)
    keep(hub, {RED: "R"}, begun)
    assert sent_as(hub) == {"Blue. Dark": "BLU", "Red": "R"}
    with pytest.raises(EditConflict) as conflict:
        keep(hub, {RED: "other"}, begun)
    assert conflict.value.problems[0].where == RED
    editing.undo(hub.id, None, AT)
    assert sent_as(hub) == {"Blue. Dark": "BLU"}
    editing.undo(hub.id, None, AT)
    assert now(hub)["rows.r0.letters"] == ""
    assert sent_as(hub) == {"Blue. Dark": "BLU"}
    editing.undo(hub.id, None, AT)
    assert now(hub) == begun
    editing.redo(hub.id, None, AT)
    assert sent_as(hub) == {"Blue. Dark": "BLU"}


def test_a_box_that_is_emptied_or_never_filled_says_nothing(hub, connection):
    begun = now(hub)
    keep(hub, {BLUE: "", RED: "R"})
    assert now(hub) == begun | {RED: "R"}
    keep(hub, {RED: ""})
    assert now(hub) == begun


def test_a_value_that_is_too_long_is_left_and_said(hub, connection):
    with pytest.raises(PartlySaved) as left:
        keep(hub, {BLUE: "x" * 256, RED: "R"})
    assert [each.where for each in left.value.problems] == [BLUE]
    assert sent_as(hub) == {"Red": "R"}


def test_what_happens_when_somebody_answers_again_is_a_control_of_its_own(hub, connection):
    begun = now(hub)
    keep(hub, {"rows.r0.how": "first"}, begun)
    keep(hub, {"rows.r0.letters": "small"}, begun)
    assert drafting.draft_form(hub, "braze")[0].mapping.rows[0].how == "first"
    with pytest.raises(EditConflict) as conflict:
        keep(hub, {"rows.r0.how": "append"}, begun)
    assert conflict.value.problems[0].where == "rows.r0.how"
    editing.undo(hub.id, None, AT)
    assert drafting.draft_form(hub, "braze")[0].mapping.rows[0].how == "first"
    editing.undo(hub.id, None, AT)
    assert now(hub) == begun
