"""What one row of a file is, and the way from there to one row per variant."""
