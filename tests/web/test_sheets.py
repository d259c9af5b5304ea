"""Tables as files."""

from __future__ import annotations

from hubapp.core.words import Words
from hubapp.web.sheets import csv_file


def test_a_file_has_its_name_and_every_value_is_said(app):
    with app.test_request_context():
        reply = csv_file("codes", [[Words("Code"), "=1+1"], [3, True], [None, ["a", "b"]]])
        text = b"".join(reply.response).decode("utf-8-sig")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="codes.csv"'
    assert text.splitlines() == ["Code,'=1+1", "3,yes", ',"a, b"']
