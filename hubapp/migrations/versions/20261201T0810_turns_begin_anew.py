"""turns are counted within their window

Revision ID: 20261201T0810
Revises: 20261201T0800
Create Date: 2026-12-01 08:10:00

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261201T0810'
down_revision = '20261201T0800'
branch_labels = None
depends_on = None


def upgrade():
    # They were counted from window to window, when one was all there was in each.
    op.execute('UPDATE entry_gate SET count = 1')


def downgrade():
    pass
