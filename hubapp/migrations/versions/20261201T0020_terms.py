"""a receipt says whether it is of terms; a consent in a draft is no longer required

Revision ID: 20261201T0020
Revises: 20261130T2130
Create Date: 2026-12-01 00:20:00

Versions stay as they were published: a consent that one of them requires is required until the next
one. In drafts, and in the steps that Undo and Redo go through, it is free from now on. Whether it
was required is not kept, so a step back leaves it free.
"""
import json

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0020'
down_revision = '20261201T0010'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('consent') as table:
        table.add_column(sa.Column('condition', sa.Boolean(), server_default=sa.false(), nullable=False))
    bind = op.get_bind()
    _free(bind, 'draft_document', ('body',), "key like 'form:%'")
    _free(bind, 'edit', ('before', 'after'), "document like 'form:%'")


def downgrade():
    with op.batch_alter_table('consent') as table:
        table.drop_column('condition')


def _free(bind, table, columns, where):
    cast = (lambda name: f'cast(:{name} as jsonb)') if bind.dialect.name == 'postgresql' else (lambda name: f':{name}')
    rows = bind.execute(sa.text(f"select id, {', '.join(columns)} from {table} where {where}")).all()
    for id_, *bodies in rows:
        changed = {}
        for name, body in zip(columns, bodies, strict=True):
            form = json.loads(body) if isinstance(body, str) else body
            if _freed(form):
                changed[name] = json.dumps(form)
        if changed:
            sets = ', '.join(f'{name} = {cast(name)}' for name in changed)
            bind.execute(sa.text(f'update {table} set {sets} where id = :id'), {**changed, 'id': id_})


def _freed(form):
    """Whether a consent of the form was required; it is not any more."""
    found = [
        field
        for field in (form or {}).get('fields') or ()
        if field.get('kind') == 'consent' and field.get('required')
    ]
    for field in found:
        field['required'] = False
    return bool(found)
