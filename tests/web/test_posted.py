"""What a member's screen posted."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from hubapp.core.errors import Problem, Refused
from hubapp.core.words import Words
from hubapp.services import editing
from hubapp.web import posted


@pytest.fixture
def post(app):
    """A request that posts these."""
    return lambda **fields: app.test_request_context(method="POST", data=fields)


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7", 7),
        ("-3", -3),
        ("007", 7),
        ("9" * 18, int("9" * 18)),
        ("9" * 19, 0),
        ("", 0),
        ("-", 0),
        ("--3", 0),
        ("3.5", 0),
        ("+3", 0),
        (" 3", 0),
        ("1e3", 0),
        ("٣", 0),
        ("²", 0),
    ],
)
def test_a_whole_number_as_typed(typed, read):
    assert posted.whole_number(typed) == read


def test_what_is_no_number_is_what_the_caller_says():
    assert posted.whole_number("seven", otherwise=-1) == -1


@pytest.mark.parametrize(
    ("typed", "read"),
    [("4", 4), ("0", 0), ("", None), ("-1", None), ("x", None), ("9" * 9, 999999999)],
)
def test_the_revision_that_a_form_began_on(post, typed, read):
    with post(_revision=typed):
        assert posted.revision_posted() == read
        assert posted.kept_revision(12) == (12 if read is None else read)


@pytest.mark.parametrize("typed", ["9" * 10, "9" * 5000])
def test_no_document_has_so_many_revisions(post, typed):
    with post(_revision=typed):
        assert posted.revision_posted() is None


def test_a_form_that_does_not_say_its_revision_has_none(post):
    with post():
        assert posted.revision_posted() is None


def test_a_screen_that_saves_by_itself_says_so(post):
    with post(_autosave="1"):
        assert posted.quietly()
    with post(name="x"):
        assert not posted.quietly()


def test_a_refusal_is_told_by_control():
    refusal = Refused(Problem("name", Words("Too short.")), Problem("slug", Words("Taken.")))
    assert posted.told(refusal) == {"name": Words("Too short."), "slug": Words("Taken.")}


def test_what_was_typed_comes_in_its_order_each_time_it_was_named(post, workspace):
    with post(name=["a", "b"], other="c"):
        assert posted.posted_pairs(workspace.id) == [("name", "a"), ("name", "b"), ("other", "c")]


def test_a_new_picture_is_stored_and_its_id_stands_behind_the_old_one(post, workspace):
    with post(logo="old", logo_file=(io.BytesIO(picture()), "a.png")):
        pairs = posted.posted_pairs(workspace.id)
    assert [name for name, _ in pairs] == ["logo", "logo"]
    stored = editing.picture(dict(pairs)["logo"])
    assert (stored.mime, stored.width, stored.height) == ("image/webp", 4, 3)
    assert stored.workspace_id == workspace.id


def test_a_picture_is_taken_away_by_its_box(post, workspace):
    with post(logo="old", cover="kept", logo_remove="y"):
        assert dict(posted.posted_pairs(workspace.id)) == {
            "logo": "",
            "cover": "kept",
            "logo_remove": "y",
        }


def test_a_new_picture_wins_over_the_box_that_takes_the_old_one_away(post, workspace):
    with post(logo="old", logo_remove="y", logo_file=(io.BytesIO(picture()), "a.png")):
        assert dict(posted.posted_pairs(workspace.id))["logo"] not in ("", "old")


@pytest.mark.parametrize(
    ("name", "file"),
    [("logo_file", ""), ("logo", "a.png")],
    ids=["nothing was chosen", "no control for a picture"],
)
def test_other_files_are_left_alone(post, workspace, name, file):
    with post(**{name: (io.BytesIO(b"x"), file)}):
        assert posted.posted_pairs(workspace.id) == []


@pytest.mark.parametrize("body", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a"])
def test_what_is_no_picture_is_refused_beside_its_control(post, workspace, body):
    with post(logo_file=(io.BytesIO(body), "a.png")):
        with pytest.raises(Refused) as refused:
            posted.posted_pairs(workspace.id)
    problem = refused.value.problems[0]
    assert problem.where == "logo"
    assert "not a picture that we can read" in str(problem.sentence)


@pytest.mark.parametrize("again", ["", "another horse", "another horse battery "])
def test_a_password_is_typed_twice(app, again):
    typed = {"password": "another horse battery", "password_confirm": again}
    with app.test_request_context(method="POST", data=typed):
        with pytest.raises(Refused, match="The two passwords differ"):
            posted.password_typed_twice()
    typed["password_confirm"] = typed["password"]
    with app.test_request_context(method="POST", data=typed):
        assert posted.password_typed_twice() == "another horse battery"


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ('[{"text": "Old"}, {}]', [{"text": "Old"}, {}]),
        ("[{}]", [{}]),
        ("", []),
        ("[]", []),
        ("[", []),
        ('{"text": "Old"}', []),
        ('[{"text": 1}]', []),
        ('[{"text": "Old"}, 7]', []),
        ("null", []),
    ],
)
def test_what_changed_controls_held_before_or_nothing_when_it_makes_no_sense(post, sent, read):
    with post(_base=sent):
        assert posted.bases_posted() == read
