"""Run by Alembic, not imported: the revisions go through the connection that `migrate` has locked."""

from __future__ import annotations

from alembic import context

from assistant.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite can change a table only by replacing it
)
with context.begin_transaction():
    context.run_migrations()
