"""smaller ones of each picture

Revision ID: 20261201T0400
Revises: 20261201T0025
Create Date: 2026-12-01 04:00:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0400'
down_revision = '20261201T0025'
branch_labels = None
depends_on = None

BigKey = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.create_table(
        'asset_size',
        sa.Column('id', BigKey, nullable=False),
        sa.Column('asset_id', BigKey, nullable=False),
        sa.Column('name', sa.String(length=10), nullable=False),
        sa.Column('body', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['asset_id'], ['asset.id'], name='fk_asset_size_asset_id_asset', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_asset_size'),
        sa.UniqueConstraint('asset_id', 'name', name='uq_asset_size_asset_id'),
    )


def downgrade():
    op.drop_table('asset_size')
