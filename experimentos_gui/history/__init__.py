"""Kept experiments one by one: their details, two beside each other, and backups of them all."""
