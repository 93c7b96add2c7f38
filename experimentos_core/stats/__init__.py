"""Statistics on plain arrays: counts in, tests and intervals out; knows no experiment, no file."""
