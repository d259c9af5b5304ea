"""who comes by a link of a message, and codes that are mailed to confirm an address

Revision ID: 20261130T2320
Revises: 20261130T2130
Create Date: 2026-11-30 23:20:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2320'
down_revision = '20261130T2311'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TIME = sa.DateTime(timezone=True)


def upgrade():
    with op.batch_alter_table('contact') as batch_op:
        batch_op.add_column(sa.Column('external_id', sa.String(1000), nullable=True))
        batch_op.create_index('uq_contact_workspace_external_id', ['workspace_id', 'external_id'], unique=True)
    with op.batch_alter_table('speaker') as batch_op:
        batch_op.add_column(sa.Column('link', sa.String(32), server_default='', nullable=False))
    with op.batch_alter_table('connection') as batch_op:
        batch_op.add_column(sa.Column('link_key', sa.LargeBinary(), nullable=True))
    with op.batch_alter_table('submission') as batch_op:
        batch_op.add_column(sa.Column('confirmed_at', TIME, nullable=True))
        batch_op.add_column(sa.Column('corrected_at', TIME, nullable=True))
    op.create_table(
        'mailed_code',
        sa.Column('id', KEY, nullable=False),
        sa.Column('hub_id', KEY, nullable=False),
        sa.Column('play_id', KEY, nullable=True),
        sa.Column('contact_id', KEY, nullable=True),
        sa.Column('first', sa.Boolean(), nullable=False),
        sa.Column('mark', sa.String(32), nullable=False),
        sa.Column('code', sa.String(64), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('changes', sa.Integer(), nullable=False),
        sa.Column('mailed_at', TIME, nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['hub_id'], ['hub.id'], name='fk_mailed_code_hub_id_hub', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['play_id'], ['play.id'], name='fk_mailed_code_play_id_play', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name='fk_mailed_code_contact_id_contact', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name='pk_mailed_code'),
        sa.UniqueConstraint('play_id', name='uq_mailed_code_play_id'),
    )
    op.create_index('ix_mailed_code_hub_id', 'mailed_code', ['hub_id'])
    op.create_index('ix_mailed_code_contact_id', 'mailed_code', ['contact_id'])
    op.create_index('ix_mailed_code_created_at', 'mailed_code', ['created_at'])
    op.create_table(
        'code_gate',
        sa.Column('mark', sa.String(32), nullable=False),
        sa.Column('window_start', TIME, nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('mark', name='pk_code_gate'),
    )
    op.create_index('ix_code_gate_window_start', 'code_gate', ['window_start'])


def downgrade():
    op.drop_table('code_gate')
    op.drop_table('mailed_code')
    with op.batch_alter_table('submission') as batch_op:
        batch_op.drop_column('corrected_at')
        batch_op.drop_column('confirmed_at')
    with op.batch_alter_table('connection') as batch_op:
        batch_op.drop_column('link_key')
    with op.batch_alter_table('speaker') as batch_op:
        batch_op.drop_column('link')
    with op.batch_alter_table('contact') as batch_op:
        batch_op.drop_index('uq_contact_workspace_external_id')
        batch_op.drop_column('external_id')
