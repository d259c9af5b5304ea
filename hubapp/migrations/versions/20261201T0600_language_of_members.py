"""the language that a member reads

Revision ID: 20261201T0600
Revises: 20261201T0430
Create Date: 2026-12-01 06:00:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0600'
down_revision = '20261201T0430'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('user', sa.Column('language', sa.String(2), nullable=True))


def downgrade():
    op.drop_column('user', 'language')
