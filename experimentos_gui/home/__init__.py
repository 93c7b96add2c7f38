"""The first page: drop a file, start a new experiment, or open a sample."""
