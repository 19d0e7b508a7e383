"""Asking questions: drawn on a terminal, in plain lines, or refused by naming the flag."""
