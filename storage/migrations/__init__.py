"""The schema's steps, for Alembic. They never import the table definitions, for a step stays as it was written."""
