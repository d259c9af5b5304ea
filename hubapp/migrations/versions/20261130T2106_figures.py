"""finished plays of a hub are counted by day

Revision ID: 20261130T2106
Revises: 20261130T2105
Create Date: 2026-11-30 21:06:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2106'
down_revision = '20261130T2105'
branch_labels = None
depends_on = None

FINISHED = sa.text('finished_at is not null')


def upgrade():
    op.create_index('ix_play_hub_finished', 'play', ['hub_id', 'finished_at'], postgresql_where=FINISHED, sqlite_where=FINISHED)


def downgrade():
    op.drop_index('ix_play_hub_finished', table_name='play', postgresql_where=FINISHED, sqlite_where=FINISHED)
