"""The Typer app; a file for each group. Flags become a call, a result becomes an exit code.

`app` lists the commands and turns errors into exit codes, `context` has what every command is
given. How anything is done is in the rooms below. `generate` writes help and completions.
"""
