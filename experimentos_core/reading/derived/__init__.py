"""Counts and sums worked out from rates and means, and derived columns left out."""
