"""The Typer app, with a file for each command or group: flags become a call, a result an exit code.

`app` lists the commands and turns errors into exit codes, `context` is passed to every command. The
work is done by the other packages. `generate` writes help and completions.
"""
