"""an entry that the trap kept out, by nobody

Revision ID: 20261201T0021
Revises: 20261201T0020
Create Date: 2026-12-01 00:21:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0021'
down_revision = '20261201T0020'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('disqualification') as table:
        table.add_column(sa.Column('automatic', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    with op.batch_alter_table('disqualification') as table:
        table.drop_column('automatic')
