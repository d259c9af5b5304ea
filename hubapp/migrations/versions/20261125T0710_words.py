"""sentences are kept as a template and what goes into it, so an edit's may be longer

What stands there stays as it is: it is read as it was written.

Revision ID: 20261125T0710
Revises: 20261125T0615
Create Date: 2026-11-25 07:10:00

"""
import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = '20261125T0710'
down_revision = '20261125T0615'
branch_labels = None
depends_on = None

CHUNK = 1000
LONGEST = 200
BEGIN = '{"template":'
JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade():
    with op.batch_alter_table('edit', schema=None) as batch_op:
        batch_op.alter_column('what', existing_type=sa.String(length=LONGEST), type_=sa.Text(), existing_nullable=False)


def downgrade():
    """The release before reads plain English only, and at most 200 characters of it in an edit."""
    edit = sa.table('edit', sa.column('id'), sa.column('what'))
    delivery = sa.table('delivery', sa.column('id'), sa.column('words'), sa.column('history', JSON))
    connection = sa.table('connection', sa.column('id'), sa.column('held_words'))
    _spell_out(edit, edit.c.what)
    _spell_out(delivery, delivery.c.words)
    _spell_out(connection, connection.c.held_words)
    _spell_out_histories(delivery)
    op.execute(f'update edit set what = substr(what, 1, {LONGEST}) where length(what) > {LONGEST}')
    with op.batch_alter_table('edit', schema=None) as batch_op:
        batch_op.alter_column('what', existing_type=sa.Text(), type_=sa.String(length=LONGEST), existing_nullable=False)


def _chunks(table, column, where):
    bind, last = op.get_bind(), 0
    while True:
        found = bind.execute(
            sa.select(table.c.id, column).where(table.c.id > last, where).order_by(table.c.id).limit(CHUNK)
        ).all()
        if not found:
            return
        last = found[-1][0]
        yield found


def _spell_out(table, column):
    statement = sa.update(table).where(table.c.id == sa.bindparam('of')).values({column.name: sa.bindparam('words')})
    for found in _chunks(table, column, column.like(f'{BEGIN}%')):
        op.get_bind().execute(statement, [{'of': id_, 'words': _english(json.loads(text))} for id_, text in found])


def _spell_out_histories(delivery):
    statement = sa.update(delivery).where(delivery.c.id == sa.bindparam('of')).values(history=sa.bindparam('tries', type_=JSON))
    for found in _chunks(delivery, delivery.c.history, sa.cast(delivery.c.history, sa.Text).like('%"template"%')):
        told = [
            {'of': id_, 'tries': [{**each, 'words': _english(each.get('words', ''))} for each in history]}
            for id_, history in found
        ]
        op.get_bind().execute(statement, told)


def _english(words):
    if not isinstance(words, dict):
        return words
    given = {name: _english(value) for name, value in words.get('parameters', {}).items()}
    template = words['template']
    if words.get('many') and given['count'] != 1:
        template = words['many']
    return template % given if given else template
