"""The key of a workspace's marks."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from hubapp.services import marks
from hubapp.services.marks.keys import KeyLost
from tests.support.factories import HubFactory, WorkspaceFactory


def test_each_workspace_has_its_own_and_it_stays(both):
    here, there = WorkspaceFactory(), WorkspaceFactory()
    assert marks.key_of(here.id) == marks.key_of(here.id) != marks.key_of(there.id)
    assert marks.key_of_hub(HubFactory(workspace=here).id) == marks.key_of(here.id)
    assert marks.key_of(here.id).encode() not in here.marks_key


def test_a_key_that_cannot_be_opened_is_not_another(both, workspace):
    settings = both.extensions["settings"]
    other = {
        "encryption_keys": Fernet.generate_key().decode(),
        "secret_key": "another secret key of enough letters",
    }
    both.extensions["settings"] = settings.model_copy(update=other)
    with pytest.raises(KeyLost, match="HUBAPP_ENCRYPTION_KEYS"):
        marks.key_of(workspace.id)
    with pytest.raises(KeyLost):
        marks.key_of_hub(2**31 - 1)
