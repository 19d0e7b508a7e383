"""The Typer app; a file for each group. Flags become a call, a result becomes an exit code."""
