"""What forms called their fields, in the version that asked."""

from __future__ import annotations

from hubapp.services.rights.labels import labels_of
from tests.support.application import make_hub


def test_each_key_has_the_words_of_its_first_form(app):
    hub = make_hub("http://127.0.0.1:9")
    labels = {key: str(words) for key, words in labels_of(hub.live_version_id).items()}
    assert labels["email"] == "Email"
    assert "marketing_consent" in labels
