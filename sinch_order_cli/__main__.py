"""The way in. What needs no command is answered here, before anything heavy is loaded."""

import os
import sys


def main() -> None:
    """Run `sinch-order` with the arguments of this process."""
    _stand_in_for_closed_streams()
    try:
        _run(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        # While modules are loaded, or while the program is ending: nothing is under way.
        sys.stderr.write("  Interrupted.\n")
        sys.exit(130)
    except OSError as error:
        from sinch_order_cli.commands.app import fail_to_write

        sys.exit(fail_to_write(error, sys.argv[1:]))


def _stand_in_for_closed_streams() -> None:
    """Give each stream that was closed (`<&-`) one to use: no file opened later takes its place.

    To read standard input or to write results fails then, as it should; words go nowhere.
    """
    ways = (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))
    for number, (name, mode, flags) in enumerate(ways):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, flags)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _run(arguments: list[str]) -> None:
    first = arguments[0] if arguments else "--help"
    if first in ("--version", "-V"):
        from sinch_order_cli import __version__

        sys.stdout.write(f"sinch-order {__version__}\n")
    elif first in ("--help", "-h") or arguments == ["help"]:
        _print_help()
    elif first == "__complete":
        from sinch_order_cli.commands.complete import main as complete

        complete(arguments[1:])
    else:
        # Most of a command's time is importing; collecting what imports leave behind is the
        # largest part of that which can be saved.
        import gc

        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        from sinch_order_cli.commands.app import main as run

        run()


def _print_help() -> None:
    """The help of the whole program, which `commands/generate.py` writes from the app."""
    name = "help.txt" if _columns() >= 80 else "help-narrow.txt"
    path = os.path.join(os.path.dirname(__file__), "commands", name)  # noqa: PTH118, PTH120 - pathlib takes longer to import than all the rest
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        sys.stdout.write(file.read())


def _columns() -> int:
    """The terminal's width, as `shutil.get_terminal_size` tells it; 80 where there is none."""
    try:
        return int(os.environ.get("COLUMNS", "")) or 80
    except ValueError:
        pass
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:
        return 80


if __name__ == "__main__":
    main()
