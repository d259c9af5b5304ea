"""an admin says whether the person of a link stays the same who types another address

Revision ID: 20261201T0205
Revises: 20261201T0200
Create Date: 2026-12-01 02:05:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0205'
down_revision = '20261201T0200'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('connection') as batch_op:
        batch_op.add_column(sa.Column('link_same_person', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    with op.batch_alter_table('connection') as batch_op:
        batch_op.drop_column('link_same_person')
