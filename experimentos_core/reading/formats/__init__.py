"""Bytes of every supported format to a grid of text cells."""
