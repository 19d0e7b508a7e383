"""placeholder"""
import typer

app = typer.Typer(help="Completion for bash, zsh, fish and powershell.", rich_markup_mode=None)
@app.callback()
def _group() -> None:
    """Completion for bash, zsh, fish and powershell."""
@app.command()
def show(shell: str) -> None:
    """Print."""
