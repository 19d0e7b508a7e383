"""Answers as plain data: paths and rows, normalising values, dropping stale answers."""
