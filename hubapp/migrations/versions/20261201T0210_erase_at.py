"""a hub knows when its people are erased

Revision ID: 20261201T0210
Revises: 20261201T0205
Create Date: 2026-12-01 02:10:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0210'
down_revision = '20261201T0205'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('hub', sa.Column('erase_at', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    op.drop_column('hub', 'erase_at')
