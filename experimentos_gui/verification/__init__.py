"""Verify this installation: published results, recomputed on this machine and shown one by one."""
