"""Streams, tables and progress: output to a terminal or a pipe. It knows nothing of orders.

`streams` determines what the standard streams support, `console` writes to them, `progress` shows
activity.
"""
