"""marks have a key of their workspace

Until now the secret key was the key of all marks. So it stays for the workspaces that are here, sealed,
whatever the secret key becomes later: what was marked before goes on to match.

Revision ID: 20261130T2333
Revises: 20261130T2332
Create Date: 2026-11-30 23:33:00

"""
import sqlalchemy as sa
from alembic import op
from flask import current_app

from hubapp.doors.vault import seal_own

# revision identifiers, used by Alembic.
revision = '20261130T2333'
down_revision = '20261130T2332'
branch_labels = None
depends_on = None


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


def downgrade():
    with op.batch_alter_table('workspace') as batch_op:
        batch_op.drop_column('marks_key')
