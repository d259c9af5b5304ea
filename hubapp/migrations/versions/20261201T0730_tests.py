"""plays and entries that are tests

Revision ID: 20261201T0730
Revises: 20261201T0720
Create Date: 2026-12-01 07:30:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0730'
down_revision = '20261201T0720'
branch_labels = None
depends_on = None

WHERE = {'postgresql_where': sa.text('test'), 'sqlite_where': sa.text('test = 1')}


def upgrade():
    for table in ('play', 'submission'):
        op.add_column(table, sa.Column('test', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index('ix_play_test', 'play', ['hub_id', 'id'], **WHERE)
    op.create_index('ix_submission_test', 'submission', ['hub_id', 'created_at', 'id'], **WHERE)


def downgrade():
    op.drop_index('ix_submission_test', 'submission')
    op.drop_index('ix_play_test', 'play')
    for table in ('submission', 'play'):
        op.drop_column(table, 'test')
