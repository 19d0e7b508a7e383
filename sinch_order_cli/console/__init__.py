"""Streams, tables and progress: what a terminal or a pipe can show. It knows no orders.

`streams` is what the three streams can do, `console` what is said on them, `progress` what moves.
"""
