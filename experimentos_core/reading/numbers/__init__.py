"""Figures and dates as people write them, made plain; nothing guessed without a word."""
