"""erasures: what was erased is known by marks alone; deliveries of plays are found by an index

Revision ID: 20261130T2115
Revises: 20261130T2106
Create Date: 2026-11-30 21:15:00

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T2115'
down_revision = '20261130T2106'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), 'postgresql')
TIME = sa.DateTime(timezone=True)
OF_PLAYS = sa.text('submission_id is null')


def upgrade():
    op.create_table(
        'erasure',
        sa.Column('id', KEY, nullable=False),
        sa.Column('workspace_id', KEY, nullable=False),
        sa.Column('user_id', KEY, nullable=True),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('contacts', JSON, nullable=False),
        sa.Column('cursor', KEY, nullable=False),
        sa.Column('marks', JSON, nullable=False),
        sa.Column('whole_profile', sa.Boolean(), nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.Column('ended_at', TIME, nullable=True),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name='fk_erasure_workspace_id_workspace', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name='fk_erasure_user_id_user', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name='pk_erasure'),
    )
    op.create_index('ix_erasure_workspace', 'erasure', ['workspace_id', 'id'])
    op.create_table(
        'erasure_step',
        sa.Column('id', KEY, nullable=False),
        sa.Column('erasure_id', KEY, nullable=False),
        sa.Column('connection_id', KEY, nullable=True),
        sa.Column('account_id', KEY, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('hub_name', sa.String(120), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('last_delivery', KEY, nullable=True),
        sa.Column('deliveries', JSON, nullable=False),
        sa.Column('person', sa.String(32), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('due_at', TIME, nullable=True),
        sa.Column('created_at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['erasure_id'], ['erasure.id'], name='fk_erasure_step_erasure_id_erasure', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['connection_id'], ['connection.id'], name='fk_erasure_step_connection_id_connection', ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id', name='pk_erasure_step'),
    )
    op.create_index('ix_erasure_step_erasure', 'erasure_step', ['erasure_id', 'id'])
    op.create_index('ix_erasure_step_connection_id', 'erasure_step', ['connection_id'])
    op.create_index('ix_delivery_play', 'delivery', ['play_id'], postgresql_where=OF_PLAYS, sqlite_where=OF_PLAYS)


def downgrade():
    op.drop_index('ix_delivery_play', table_name='delivery', postgresql_where=OF_PLAYS, sqlite_where=OF_PLAYS)
    op.drop_table('erasure_step')
    op.drop_table('erasure')
