"""which saves of an open screen were taken

Revision ID: 20261201T0740
Revises: 20261201T0730
Create Date: 2026-12-01 07:40:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0740'
down_revision = '20261201T0730'
branch_labels = None
depends_on = None


def upgrade():
    key = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table(
        'editor_tab',
        sa.Column('id', key, nullable=False),
        sa.Column('hub_id', key, nullable=False),
        sa.Column('tab', sa.String(40), nullable=False),
        sa.Column('serial', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['hub_id'], ['hub.id'], name='fk_editor_tab_hub_id_hub', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_editor_tab'),
        sa.UniqueConstraint('hub_id', 'tab', name='uq_editor_tab_hub_id'),
    )


def downgrade():
    op.drop_table('editor_tab')
