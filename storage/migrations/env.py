"""Runs the steps on the connection it is handed, within its transaction, which `storage.schema.migrate` ends."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
