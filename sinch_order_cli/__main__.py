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
    elif first == "__complete":
        from sinch_order_cli.commands.completion.engine import main as complete

        complete(arguments[1:])
    elif not _print_page(_pages_named(arguments)):
        # Most of a command's time is importing, and a quarter of that would be the collection of
        # garbage, of which imports make none. What runs for long collects again: see `collecting`.
        import gc

        gc.disable()
        from sinch_order_cli.commands.app import main as run

        try:
            run()
        finally:
            gc.freeze()  # nor is there any to look for at the end


def _pages_named(arguments: list[str]) -> list[str]:
    """The pages that may be asked for, as `help-80.txt` calls them; none where none is.

    The whole program's is called "", a command's as it is called, and a topic's `help TOPIC`.
    """
    first = arguments[0] if arguments else "--help"
    if first in ("--help", "-h") or arguments == ["help"]:
        return [""]
    *words, last = arguments
    if last in ("--help", "-h"):
        return [" ".join(words)]
    if first == "help":
        called = " ".join(arguments[1:])
        return [f"help {called.lower()}", called]
    return []


def _print_page(names: list[str]) -> bool:
    """Print a page that `commands/generate.py` wrote from the app; False where there is none.

    Where a width is none of these, a command's page is laid out for it when it is asked for.
    """
    width = _columns()
    laid_out = 100 if width >= 100 else 80 if width >= 80 else 40
    if not names or (names != [""] and 40 < width < 80):
        return False
    path = os.path.join(os.path.dirname(__file__), "commands", f"help-{laid_out}.txt")  # noqa: PTH118, PTH120 - pathlib takes longer to import than all the rest
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        pages = file.read()
    for name in names:
        _, found, rest = pages.partition(f"\f{name}\n")
        if found:
            sys.stdout.write(rest.partition("\f")[0])
            return True
    return False


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
