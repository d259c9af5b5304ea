"""The list beside the database: who was erased, by marks alone."""

from __future__ import annotations

import os

import pytest
from structlog.testing import capture_logs

from hubapp.models.columns import now
from hubapp.services.rights import erasing, kept
from tests.support.factories import ContactFactory


def folder(app):
    return app.extensions["settings"].data_dir


def test_an_erasure_is_in_the_table_and_in_the_file_and_tells_nobody(app):
    contact = ContactFactory(email="ana@example.com")
    here = contact.workspace_id
    erasure = erasing.erase(here, contact.id)
    (found,) = kept.kept_list()
    assert (found.workspace_id, list(found.marks)) == (here, erasure.marks)
    text = (folder(app) / kept.NAME).read_text()
    assert erasure.marks[0] in text
    assert "ana" not in text


def test_the_file_alone_is_enough(app, tmp_path):
    kept.keep(7, now(), ["m1", "m2"])
    other = tmp_path / "beside"
    (folder(app) / kept.NAME).rename(other)
    assert kept.kept_list() == []
    (found,) = kept.kept_list(other)
    assert (found.workspace_id, found.marks) == (7, ("m1", "m2"))
    with pytest.raises(OSError, match="nowhere"):
        kept.kept_list(tmp_path / "nowhere")


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", b'{"workspace": 1, "at": "x"}', b"1"])
def test_a_line_that_was_cut_short_costs_no_other(app, line):
    kept.keep(7, now(), ["m1"])
    with (folder(app) / kept.NAME).open("ab") as file:
        file.write(line + b"\n")
    with capture_logs() as logged:
        assert len(kept.kept_list()) == 1
    assert len(logged) == 1


def test_without_a_disk_it_is_logged_and_the_erasure_goes_on(app, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", full)
    with capture_logs() as logged:
        kept.keep(7, now(), ["m1"])
    assert [each["log_level"] for each in logged] == ["warning"]
