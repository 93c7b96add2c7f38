"""The repository's own tools; those that make .venv use the standard library only."""
