"""what still has a payload is found by an index, however old and whenever it was replayed

Revision ID: 20261127T2030
Revises: 20261125T0710
Create Date: 2026-11-27 20:30:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261127T2030'
down_revision = '20261125T0710'
branch_labels = None
depends_on = None

KEPT = sa.text('record is not null')


def upgrade():
    op.create_index(
        'ix_delivery_kept',
        'delivery',
        ['connection_id', 'created_at'],
        unique=False,
        postgresql_where=KEPT,
        sqlite_where=KEPT,
    )


def downgrade():
    op.drop_index('ix_delivery_kept', table_name='delivery', postgresql_where=KEPT, sqlite_where=KEPT)
