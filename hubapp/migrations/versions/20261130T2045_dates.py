"""a date of birth that went to a custom attribute goes to one that is a date

Revision ID: 20261130T2045
Revises: 20261130T2040
Create Date: 2026-11-30 20:45:00

A custom attribute is no longer sent what reads as a date; what is meant to be one has its own
group. Mappings of before are moved there, or their dates would stop going out.
"""
import json

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2045'
down_revision = '20261130T2040'
branch_labels = None
depends_on = None


def upgrade():
    _move('custom.', 'date.')


def downgrade():
    _move('date.', 'custom.')


def _move(old, new):
    bind = op.get_bind()
    connections = bind.execute(sa.text("select id, hub_id, mapping from connection where kind = 'braze'")).all()
    for id_, hub_id, mapping in connections:
        mapping = _read(mapping)
        dates = _dates_of(bind, hub_id)
        rows = mapping.get('rows') or []
        for row in rows:
            if row['source'] in dates and row['target'].startswith(old):
                row['target'] = new + row['target'][len(old):]
        kept = 'cast(:mapping as jsonb)' if bind.dialect.name == 'postgresql' else ':mapping'
        bind.execute(
            sa.text(f'update connection set mapping = {kept} where id = :id'),
            {'mapping': json.dumps(mapping), 'id': id_},
        )


def _dates_of(bind, hub_id):
    """The sources of a hub that are dates: its fields of the one kind that is."""
    forms = bind.execute(
        sa.text("select body from draft_document where hub_id = :hub and key like 'form:%'"), {'hub': hub_id}
    ).scalars()
    return {
        f"field.{field['key']}"
        for body in forms
        for field in _read(body).get('fields') or ()
        if field.get('kind') == 'date_of_birth'
    }


def _read(value):
    return json.loads(value) if isinstance(value, str) else value
