"""What alembic runs the steps with: the connection that it is given, and so in the transaction of whoever gives it."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,  # SQLite changes a column by making the table anew
    transactional_ddl=True,
)
context.run_migrations()
