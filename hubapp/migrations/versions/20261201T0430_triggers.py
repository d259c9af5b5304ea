"""a connection triggers messages

Revision ID: 20261201T0430
Revises: 20261201T0331
Create Date: 2026-12-01 04:30:00

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '20261201T0430'
down_revision = '20261201T0331'
branch_labels = None
depends_on = None


JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade():
    with op.batch_alter_table('connection') as batch:
        batch.add_column(sa.Column('triggers', JSON, nullable=False, server_default='[]'))
        batch.add_column(sa.Column('triggers_made', sa.Integer, nullable=False, server_default='0'))


def downgrade():
    with op.batch_alter_table('connection') as batch:
        batch.drop_column('triggers_made')
        batch.drop_column('triggers')
