"""hubs of a workspace may share what visitors told them

Revision ID: 20261201T0720
Revises: 20261201T0710
Create Date: 2026-12-01 07:20:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0720'
down_revision = '20261201T0710'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        'workspace',
        sa.Column('shares_told', sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade():
    op.drop_column('workspace', 'shares_told')
