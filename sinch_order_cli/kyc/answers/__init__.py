"""Answers as plain data: their paths and rows, their values normalised, stale ones dropped."""
