"""From a file to an analysis in two steps: what the data says, and what was promised."""
