"""a connection moves from one account to another

Revision ID: 20261201T0820
Revises: 20261201T0810
Create Date: 2026-12-01 08:20:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0820'
down_revision = '20261201T0810'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade():
    op.add_column('connection', sa.Column('moves_from', BIG, nullable=True))


def downgrade():
    op.drop_column('connection', 'moves_from')
