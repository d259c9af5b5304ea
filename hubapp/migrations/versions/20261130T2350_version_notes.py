"""a version may have a note

Revision ID: 20261130T2350
Revises: 20261130T2333
Create Date: 2026-11-30 23:50:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2350'
down_revision = '20261130T2333'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('hub_version', sa.Column('note', sa.String(300), nullable=False, server_default=''))


def downgrade():
    with op.batch_alter_table('hub_version') as batch:
        batch.drop_column('note')
