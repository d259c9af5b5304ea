"""marks have a key of their workspace

Until now the secret key was the key of all marks. So it stays for the workspaces that are here, sealed,
whatever the secret key becomes later: what was marked before goes on to match. An account is told from
others by an HMAC of its address with its own key.

Revision ID: 20261130T2333
Revises: 20261130T2332
Create Date: 2026-11-30 23:33:00

"""
import hashlib
import hmac

import sqlalchemy as sa
from alembic import op
from flask import current_app
from sqlalchemy.dialects import postgresql

from hubapp.doors.vault import open_sealed, seal_own

# revision identifiers, used by Alembic.
revision = '20261130T2333'
down_revision = '20261130T2332'
branch_labels = None
depends_on = None


JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
ACCOUNT = sa.table(
    'account',
    sa.column('id', sa.BigInteger),
    sa.column('settings', JSON),
    sa.column('secret', sa.LargeBinary),
    sa.column('mark', sa.String),
)


def _mark(key, text):
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def _mark_accounts(mark_of):
    """mark_of: home and secret -> mark. One whose key cannot be opened is marked when it gets another."""
    for row in op.get_bind().execute(sa.select(ACCOUNT)).all():
        secret = open_sealed(row.secret) if row.secret else None
        if secret is not None:
            mark = mark_of((row.settings or {}).get('endpoint', ''), secret)
            op.get_bind().execute(ACCOUNT.update().where(ACCOUNT.c.id == row.id).values(mark=mark))


def upgrade():
    with op.batch_alter_table('workspace') as batch_op:
        batch_op.add_column(sa.Column('marks_key', sa.LargeBinary(), nullable=True))
    workspace = sa.table('workspace', sa.column('id', sa.BigInteger), sa.column('marks_key', sa.LargeBinary))
    ids = op.get_bind().execute(sa.select(workspace.c.id)).scalars().all()
    for id_ in ids:
        key = seal_own(current_app.extensions['settings'].secret_key)
        op.get_bind().execute(workspace.update().where(workspace.c.id == id_).values(marks_key=key))
    with op.batch_alter_table('workspace') as batch_op:
        batch_op.alter_column('marks_key', existing_type=sa.LargeBinary(), nullable=False)
    _mark_accounts(lambda home, secret: _mark(secret, f'account {home}'))


def downgrade():
    key = current_app.extensions['settings'].secret_key
    _mark_accounts(lambda home, secret: _mark(key, f'{home} {secret}'))
    with op.batch_alter_table('workspace') as batch_op:
        batch_op.drop_column('marks_key')
