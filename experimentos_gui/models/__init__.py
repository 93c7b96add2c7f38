"""Item models over frozen records."""
