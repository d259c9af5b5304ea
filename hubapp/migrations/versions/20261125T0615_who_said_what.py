"""what a browser said of itself, and where the consents of a submission have left to

Revision ID: 20261125T0615
Revises: 0003
Create Date: 2026-11-25 06:15:00

"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '20261125T0615'
down_revision = '0003'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade():
    op.add_column('contact', sa.Column('claims', JSON, server_default='{}', nullable=False))
    op.add_column('submission', sa.Column('consents_left', JSON, server_default='[]', nullable=False))


def downgrade():
    op.drop_column('contact', 'claims')
    op.drop_column('submission', 'consents_left')
