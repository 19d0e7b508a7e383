"""Files that a kill or a power cut leaves whole, readable by their owner alone."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from sinch_order_cli.errors import StoreError


def make_private_dir(path: Path) -> None:
    """Create `path` and its parents, for the owner alone whatever the umask.

    Raises:
        StoreError: it can't be created, or something else has its name.
    """
    try:
        if not path.parent.is_dir():
            make_private_dir(path.parent)
        if not path.is_dir():
            path.mkdir(mode=0o700, exist_ok=True)
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o700)
    except OSError as error:
        raise _store_error("create the directory", path, error) from error


def write_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`: at any moment the old file stands there whole, or the new one.

    Written beside it first, synced, renamed over it, and the directory synced, so that the name
    survives a power cut as well.

    Raises:
        StoreError: a full disk, a read-only directory; the old file is untouched then.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_dir(path.parent)
    except OSError as error:
        raise _store_error("write", path, error) from error


def sync_dir(path: Path) -> None:
    """Make renames and removals in `path` last; a no-op where directories can't be synced."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_file(path: Path) -> tuple[bytes, bool]:
    """The content of `path`, and whether others could read it until now: it is tightened then.

    Raises:
        FileNotFoundError: there is no such file.
        StoreError: it can't be read.
    """
    try:
        with path.open("rb") as file:
            loose = os.name == "posix" and bool(
                stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077
            )
            if loose:
                os.fchmod(file.fileno(), 0o600)
            return file.read(), loose
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _store_error("read", path, error) from error


def remove_file(path: Path) -> None:
    """Remove `path` for good; nothing happens where it is not there.

    Raises:
        StoreError: it can't be removed.
    """
    try:
        path.unlink(missing_ok=True)
        sync_dir(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _store_error("remove", path, error) from error


def _store_error(verb: str, path: Path, error: OSError) -> StoreError:
    hints = {
        errno.ENOSPC: "Free some space on that disk, then run the same command again.",
        errno.EDQUOT: "Your disk quota is used up: free some space, then run the command again.",
        errno.EROFS: "Name a directory that can be written to in SINCH_ORDER_STATE_DIR.",
        errno.EACCES: f"Make {path.parent} yours, or name another in SINCH_ORDER_STATE_DIR.",
    }
    return StoreError(
        f"can't {verb} {path}",
        reason=error.strerror or str(error),
        hint=hints.get(error.errno or 0, "Name another directory in SINCH_ORDER_STATE_DIR."),
    )
