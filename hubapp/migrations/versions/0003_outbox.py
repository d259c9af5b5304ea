"""the outbox as a table of its own, claims in the lane

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-25 00:05:00

"""
import hashlib

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

CHUNK = 5000
SENDING = "A worker stopped while this was on its way. It may have arrived."


def _mark(person):
    return hashlib.blake2b(person.encode(), digest_size=16).hexdigest()


def upgrade():
    if op.get_bind().dialect.name == 'postgresql':
        # Nobody may accept or end a delivery between the counting below and the end of this: it
        # would wait without a place in line, or be sent once more.
        op.execute('lock table delivery, connection_lane in access exclusive mode')
    op.create_table(
        'outbox',
        sa.Column('connection_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('lane', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('priority', sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column('delivery_id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('person', sa.String(length=32), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['connection_id'], ['connection.id'], name=op.f('fk_outbox_connection_id_connection'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('connection_id', 'lane', 'priority', 'delivery_id', name=op.f('pk_outbox')),
        sqlite_with_rowid=False,
        postgresql_with={'autovacuum_vacuum_scale_factor': 0.01, 'autovacuum_vacuum_threshold': 5000},
    )
    op.create_index(
        'ix_outbox_later', 'outbox', ['connection_id', 'person', 'delivery_id'],
        postgresql_where=sa.text('due_at is not null'), sqlite_where=sa.text('due_at is not null'),
    )
    op.create_index(
        'ix_outbox_due', 'outbox', ['due_at'],
        postgresql_where=sa.text('due_at is not null'), sqlite_where=sa.text('due_at is not null'),
    )
    with op.batch_alter_table('connection_lane', schema=None) as batch_op:
        batch_op.add_column(sa.Column('claimed', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), server_default='[]', nullable=False))

    # What a worker had in hand may have been sent.
    op.execute(sa.text(
        "update delivery set state = 'waiting', outcome_unknown = true, words = :words where state = 'sending'"
    ).bindparams(words=SENDING))
    op.execute("update delivery set reason = '' where state <> 'rejected' and reason <> ''")
    op.execute("update delivery set reason = 'Refused' where state = 'rejected' and reason = ''")
    _put_in_line()

    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_open')
        batch_op.drop_index('ix_delivery_busy')
        batch_op.drop_index('ix_delivery_rejected')
        batch_op.create_index(
            'ix_delivery_rejected', ['connection_id', 'reason', 'id'],
            postgresql_where=sa.text("reason <> ''"), sqlite_where=sa.text("reason <> ''"),
        )
        for name in ('claim', 'claimed_until', 'due_at', 'lane', 'priority'):
            batch_op.drop_column(name)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('alter table delivery set (fillfactor = 75)')


def _put_in_line():
    """An outbox row for every delivery that waits. Only those that wait by themselves after a try
    keep their time."""
    bind = op.get_bind()
    delivery = sa.table('delivery', *(sa.column(name) for name in ('id', 'connection_id', 'lane', 'priority', 'person', 'state', 'attempts')), sa.column('due_at', sa.DateTime(timezone=True)))
    outbox = sa.table('outbox', *(sa.column(name) for name in ('connection_id', 'lane', 'priority', 'delivery_id', 'person')), sa.column('due_at', sa.DateTime(timezone=True)))
    last = 0
    while True:
        found = bind.execute(
            sa.select(delivery)
            .where(delivery.c.id > last, delivery.c.state == 'waiting')
            .order_by(delivery.c.id).limit(CHUNK)
        ).all()
        if not found:
            break
        last = found[-1].id
        bind.execute(sa.insert(outbox), [
            {
                'connection_id': row.connection_id,
                'lane': row.lane,
                'priority': row.priority,
                'delivery_id': row.id,
                'person': _mark(row.person),
                'due_at': row.due_at if row.attempts else None,
            }
            for row in found
        ])
    waiting = bind.scalar(sa.text("select count(*) from delivery where state = 'waiting'"))
    in_line = bind.scalar(sa.text('select count(*) from outbox'))
    if waiting != in_line:
        raise RuntimeError(f'{waiting} deliveries wait, but {in_line} are in line. Nothing was changed.')


def downgrade():
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('lock table delivery, outbox, connection_lane in access exclusive mode')
        op.execute('alter table delivery reset (fillfactor)')
        op.execute("""
            update delivery set outcome_unknown = true where id in (
                select cast(jsonb_array_elements_text(claimed) as bigint) from connection_lane)
        """)
    else:
        op.execute("""
            update delivery set outcome_unknown = 1 where id in (
                select each.value from connection_lane, json_each(connection_lane.claimed) as each)
        """)
    # Each delivery is looked up by its id below.
    op.create_index('ix_outbox_delivery', 'outbox', ['delivery_id'])
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.add_column(sa.Column('lane', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('priority', sa.SmallInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('claim', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True))
    for name in ('lane', 'priority', 'due_at'):
        op.execute(
            f"update delivery set {name} = (select o.{name} from outbox o where o.delivery_id = delivery.id)"
            " where id in (select delivery_id from outbox)"
        )
    op.execute("update delivery set due_at = created_at where due_at is null")
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.alter_column('due_at', existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column('lane', existing_type=sa.Integer(), server_default=None)
        batch_op.drop_index('ix_delivery_rejected')
        batch_op.create_index('ix_delivery_rejected', ['connection_id', 'reason', 'id'], unique=False, postgresql_where=sa.text("state = 'rejected'"), sqlite_where=sa.text("state = 'rejected'"))
        batch_op.create_index('ix_delivery_open', ['connection_id', 'lane', 'priority', 'id'], unique=False, postgresql_where=sa.text("state in ('waiting', 'sending')"), sqlite_where=sa.text("state in ('waiting', 'sending')"))
        batch_op.create_index('ix_delivery_busy', ['connection_id', 'person', 'id'], unique=False, postgresql_where=sa.text("state = 'sending' or (state = 'waiting' and attempts > 0)"), sqlite_where=sa.text("state = 'sending' or (state = 'waiting' and attempts > 0)"))
    with op.batch_alter_table('connection_lane', schema=None) as batch_op:
        batch_op.drop_column('claimed')
    op.drop_table('outbox')
