"""hubs that are put away or deleted, and the addresses of before

Revision ID: 20261201T0330
Revises: 20261201T0210
Create Date: 2026-12-01 03:30:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0330'
down_revision = '20261201T0210'
branch_labels = None
depends_on = None

BigKey = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    for name in ('archived_at', 'deleted_at'):
        op.add_column('hub', sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        'former_address',
        sa.Column('slug', sa.String(60), nullable=False),
        sa.Column('hub_id', BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ['hub_id'], ['hub.id'], name='fk_former_address_hub_id_hub', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('slug', name='pk_former_address'),
    )
    op.create_index('ix_former_address_hub_id', 'former_address', ['hub_id'])
    op.create_table(
        'former_card_address',
        sa.Column('hub_id', BigKey, nullable=False),
        sa.Column('slug', sa.String(60), nullable=False),
        sa.Column('card_id', sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ['hub_id'], ['hub.id'], name='fk_former_card_address_hub_id_hub', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('hub_id', 'slug', name='pk_former_card_address'),
    )


def downgrade():
    op.drop_table('former_card_address')
    op.drop_table('former_address')
    for name in ('deleted_at', 'archived_at'):
        op.drop_column('hub', name)
