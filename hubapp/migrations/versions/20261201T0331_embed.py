"""sites that may show a hub in a frame, and hubs that search engines leave out

Revision ID: 20261201T0331
Revises: 20261201T0330
Create Date: 2026-12-01 03:31:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0331'
down_revision = '20261201T0330'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('hub', sa.Column('frame_sites', sa.Text(), nullable=False, server_default=''))
    op.add_column(
        'hub', sa.Column('unlisted', sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade():
    for name in ('unlisted', 'frame_sites'):
        op.drop_column('hub', name)
