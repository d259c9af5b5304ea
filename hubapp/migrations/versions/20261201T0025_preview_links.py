"""links to the preview for people without an account

Revision ID: 20261201T0025
Revises: 20261201T0021
Create Date: 2026-12-01 00:25:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0025'
down_revision = '20261201T0021'
branch_labels = None
depends_on = None

BigKey = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'preview_link',
        sa.Column('id', BigKey, nullable=False),
        sa.Column('hub_id', BigKey, nullable=False),
        sa.Column('created_by_id', BigKey, nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_preview_link_hub_id_hub', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(
            ['created_by_id'], ['user.id'], name='fk_preview_link_created_by_id_user', ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_preview_link'),
    )
    op.create_index('ix_preview_link_hub_id', 'preview_link', ['hub_id'])


def downgrade():
    op.drop_table('preview_link')
