"""What `make bench-scorecards` runs inside each library's own environment, and how that is made."""
