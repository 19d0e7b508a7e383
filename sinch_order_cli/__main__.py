"""Entry point. Prints version and help without loading the commands."""

import os
import sys


def main() -> None:
    """Run `sinch-order` with the arguments of this process."""
    _stand_in_for_closed_streams()
    try:
        _run(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        # The error occurs while modules load or at exit, so no work is running.
        sys.stderr.write("  Interrupted.\n")
        sys.exit(130)
    except OSError as error:
        from sinch_order_cli.commands.app import fail_to_write

        sys.exit(fail_to_write(error, sys.argv[1:]))


def _stand_in_for_closed_streams() -> None:
    """Replace each closed stream (`<&-`), so that no file opened later gets its number.

    Reading input or writing results then fails, as it should; messages are dropped.
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
        # A command spends most of its time on imports, and garbage collection would be a quarter of
        # that, although imports create no garbage. Long-running commands turn it on again: see
        # `collecting`.
        import gc

        gc.disable()
        from sinch_order_cli.commands.app import main as run

        try:
            run()
        finally:
            gc.freeze()  # nor is there any garbage at exit


def _pages_named(arguments: list[str]) -> list[str]:
    """Return the names of the help pages requested, as in `help-80.txt`; [] if none.

    The program's page is called "", a command's page by its name, and a topic's `help TOPIC`.
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
    """Print a page that `commands/generate.py` created from the app; return False if there is none.

    If no page has the terminal's width, a command's help is formatted on demand instead.
    """
    width = _columns()
    laid_out = 100 if width >= 100 else 80 if width >= 80 else 40
    if not names or (names != [""] and 40 < width < 80):
        return False
    path = os.path.join(os.path.dirname(__file__), "commands", f"help-{laid_out}.txt")  # noqa: PTH118, PTH120 - importing pathlib is slower than all the rest
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        pages = file.read()
    for name in names:
        _, found, rest = pages.partition(f"\f{name}\n")
        if found:
            sys.stdout.write(rest.partition("\f")[0])
            return True
    return False


def _columns() -> int:
    """Return the terminal's width like `shutil.get_terminal_size`; 80 if unknown."""
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
