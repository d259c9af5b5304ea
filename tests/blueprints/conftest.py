"""A draft, and who works on it."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image

from hubapp.models import Hub, User, Workspace
from hubapp.services import editing


@pytest.fixture
def draft(workspace: Workspace, owner: User) -> Hub:
    """A new hub without cards."""
    return editing.create_hub(workspace.id, owner.id, "Summer")


@pytest.fixture
def editor(signed_in) -> FlaskClient:
    """The browser of somebody who edits."""
    return signed_in("editor")


@pytest.fixture
def picture() -> bytes:
    """A file that a camera could have made."""
    made = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(made, "PNG")
    return made.getvalue()
