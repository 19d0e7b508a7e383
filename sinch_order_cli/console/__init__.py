"""Streams, tables and progress: what a terminal or a pipe can show. It knows no orders."""
