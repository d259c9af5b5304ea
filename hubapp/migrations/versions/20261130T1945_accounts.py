"""accounts: what belongs to a key and an address moves out of the connection

Revision ID: 20261130T1945
Revises: 20261127T2030
Create Date: 2026-11-30 19:45:00

One account for each connection, under the same id, so that what is keyed by it keeps its values.
"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = '20261130T1945'
down_revision = '20261127T2030'
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), 'postgresql')
TIME = sa.DateTime(timezone=True)
# What both tables have, the one before and the other after.
MOVED = (
    ('settings', JSON, None), ('secret', sa.LargeBinary(), None), ('secret_hint', sa.String(4), None),
    ('lanes', sa.Integer(), None), ('held_words', sa.Text(), None), ('held_at', TIME, None),
    ('probe_at', TIME, None), ('throttled_until', TIME, None), ('failures', sa.Integer(), '0'),
    ('told_at', TIME, None),
)
NULLABLE = ('held_at', 'probe_at', 'throttled_until', 'told_at')
NAMES = ', '.join(name for name, _, _ in MOVED)
DUE = sa.text('due_at is not null')
FAR = 1 << 40


def upgrade():
    postgres = op.get_bind().dialect.name == 'postgresql'
    if postgres:
        # No delivery may begin or end meanwhile.
        op.execute('lock table connection, connection_lane, delivery, outbox in access exclusive mode')
    op.create_table(
        'account',
        sa.Column('id', KEY, nullable=False),
        sa.Column('workspace_id', KEY, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        *(sa.Column(name, type_, nullable=name in NULLABLE) for name, type_, _ in MOVED),
        sa.Column('mark', sa.String(32), nullable=False),
        sa.Column('doubted_to', KEY, nullable=False),
        sa.Column('created_at', TIME, nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name='fk_account_workspace_id_workspace', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name='pk_account'),
    )
    op.create_index('ix_account_mark', 'account', ['mark'])
    op.create_index('ix_account_workspace_id', 'account', ['workspace_id'])
    op.execute(f"""
        insert into account (id, workspace_id, kind, state, {NAMES}, mark, doubted_to, created_at)
        select connection.id, hub.workspace_id, connection.kind,
            case connection.state when 'held' then 'held' else 'on' end,
            {', '.join('connection.' + name for name, _, _ in MOVED)}, key_mark, 0, connection.created_at
        from connection join hub on hub.id = connection.hub_id
    """)
    if postgres:
        op.execute("select setval(pg_get_serial_sequence('account', 'id'), greatest((select max(id) from account), 1))")
    _keyed_by_account(postgres)
    op.add_column('delivery', sa.Column('account_id', KEY, server_default='0', nullable=False))
    op.execute('update delivery set account_id = connection_id')
    with op.batch_alter_table('delivery') as batch_op:
        batch_op.alter_column('account_id', existing_type=KEY, server_default=None)
    # What waits of a paused one stands aside from now on.
    op.execute("""
        update outbox set priority = priority + 10
        where account_id in (select id from connection where state = 'paused')
    """)
    with op.batch_alter_table('connection') as batch_op:
        batch_op.add_column(sa.Column('account_id', KEY, nullable=True))
    op.execute("update connection set account_id = id, state = case state when 'held' then 'on' else state end")
    with op.batch_alter_table('connection') as batch_op:
        batch_op.alter_column('account_id', existing_type=KEY, nullable=False)
        batch_op.create_foreign_key('fk_connection_account_id_account', 'account', ['account_id'], ['id'])
        batch_op.create_index('ix_connection_account_id', ['account_id'])
        batch_op.drop_index('ix_connection_key_mark')
        for name in ('key_mark', *(name for name, _, _ in MOVED)):
            batch_op.drop_column(name)


def _keyed_by_account(postgres):
    """Rename, and point at the other table. The ids are the same."""
    op.rename_table('connection_lane', 'account_lane')
    if postgres:
        op.execute('alter index pk_connection_lane rename to pk_account_lane')
    _rekey('account_lane', 'fk_connection_lane_connection_id_connection', 'connection', 'account')
    for table in ('confirmed', 'exchange'):
        _rekey(table, f'fk_{table}_connection_id_connection', 'connection', 'account')
    _rekey_outbox('connection', 'account')


def _rekey(table, constraint, old, new, name=None, between=None):
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(constraint, type_='foreignkey')
        batch_op.alter_column(f'{old}_id', new_column_name=f'{new}_id', existing_type=KEY, existing_nullable=False)
    if between:
        between(table)
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_foreign_key(name or f'fk_{table}_{new}_id_{new}', new, [f'{new}_id'], ['id'], ondelete='CASCADE')


def _rekey_outbox(old, new, between=None):
    """SQLite makes tables anew in batches, which would give this one row ids: by hand, then."""
    if op.get_bind().dialect.name == 'postgresql':
        _rekey('outbox', f'fk_outbox_{old}_id_{old}', old, new, between=between)
        return
    op.execute(f"""
        create table outbox_new (
            {new}_id integer not null, lane integer not null, priority smallint not null,
            delivery_id bigint not null, person varchar(32) not null, due_at datetime,
            constraint pk_outbox primary key ({new}_id, lane, priority, delivery_id),
            constraint fk_outbox_{new}_id_{new} foreign key({new}_id) references {new} (id) on delete cascade
        ) without rowid
    """)
    columns = 'lane, priority, delivery_id, person, due_at'
    op.execute(f'insert into outbox_new ({new}_id, {columns}) select {old}_id, {columns} from outbox')
    op.execute('drop table outbox')
    op.execute('alter table outbox_new rename to outbox')
    op.create_index('ix_outbox_later', 'outbox', [f'{new}_id', 'person', 'delivery_id'], sqlite_where=DUE)
    op.create_index('ix_outbox_due', 'outbox', ['due_at'], sqlite_where=DUE)
    if between:
        between('outbox')


def downgrade():
    postgres = op.get_bind().dialect.name == 'postgresql'
    if postgres:
        op.execute('lock table connection, account, account_lane, delivery, outbox in access exclusive mode')
    op.execute('update outbox set priority = priority - 10 where priority >= 10')
    with op.batch_alter_table('connection') as batch_op:
        batch_op.add_column(sa.Column('key_mark', sa.String(32), server_default='', nullable=False))
        for name, type_, default in MOVED:
            batch_op.add_column(sa.Column(name, type_, server_default=default, nullable=True))
    for name in ('key_mark', *(name for name, _, _ in MOVED)):
        kept = 'mark' if name == 'key_mark' else name
        op.execute(f'update connection set {name} = (select a.{kept} from account a where a.id = connection.account_id)')
    op.execute("""
        update connection set state = case
            when state = 'on' then (select a.state from account a where a.id = connection.account_id)
            when state = 'leaving' then 'paused' else state end
    """)
    for table in ('account_lane', 'confirmed', 'exchange', 'outbox'):
        op.execute(f'delete from {table} where account_id not in (select account_id from connection)')
    _rekey_outbox('account', 'connection', _back_to_connections)
    for table in ('confirmed', 'exchange'):
        _rekey(table, f'fk_{table}_account_id_account', 'account', 'connection', between=_back_to_connections)
    op.rename_table('account_lane', 'connection_lane')
    if postgres:
        op.execute('alter index pk_account_lane rename to pk_connection_lane')
    _rekey(
        'connection_lane', 'fk_account_lane_account_id_account', 'account', 'connection',
        between=_back_to_connections,
    )
    with op.batch_alter_table('delivery') as batch_op:
        batch_op.drop_column('account_id')
    with op.batch_alter_table('connection') as batch_op:
        batch_op.drop_constraint('fk_connection_account_id_account', type_='foreignkey')
        batch_op.drop_index('ix_connection_account_id')
        batch_op.drop_column('account_id')
        batch_op.create_index('ix_connection_key_mark', ['key_mark'])
        for name, type_, _ in MOVED:
            if name not in NULLABLE:
                batch_op.alter_column(name, existing_type=type_, nullable=False)
    op.drop_table('account')


def _back_to_connections(table):
    """Accounts that were made after the upgrade have ids of their own; by way of numbers that
    neither has, for an account's may be another connection's."""
    op.execute(f'update {table} set connection_id = {FAR} + connection_id')
    op.execute(
        f'update {table} set connection_id = (select c.id from connection c'
        f' where c.account_id = {table}.connection_id - {FAR})'
    )
