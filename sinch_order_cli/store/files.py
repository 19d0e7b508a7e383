"""Crash-safe files that only their owner can read."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from sinch_order_cli.errors import StoreError

WINDOWS, MACOS = os.name == "nt", sys.platform == "darwin"

_PATIENCE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.3)
"""Seconds between retries."""

LARGEST = 100_000_000
"""Bytes. An order takes a few thousand; larger files were not written by this program."""

TEMPORARY = re.compile(r"\.(?P<of>.+)\.[0-9a-f]{8}\.tmp")
"""The name of a file while it is written; it remains only if the program is killed."""

_FOLDERS = ("", "orders", "damaged", "requirements", "customers")
"""The folders of the state directory in which files are written."""

_WINDOWS_LEFT_SECONDS = 60.0
"""Minimum age of a removable temporary file for it to count as left by a killed program."""

_NO_DIR_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
"""Errors of file systems that can't sync directories; the file itself is synced anyway."""


def make_private_dir(path: Path) -> bool:
    """Create `path` and its parents, accessible only to the owner, regardless of the umask.

    Returns:
        True if it existed with loose permissions, which are then tightened.

    Raises:
        StoreError: it can't be created, or is not a directory.
    """
    try:
        if not path.parent.is_dir():
            make_private_dir(path.parent)
        with suppress(FileExistsError):
            # Create it private, or another worker would report loose permissions.
            path.mkdir(mode=0o700 if os.name == "posix" else 0o777)
            path.chmod(0o700)
            return False
        if os.name != "posix" or not stat.S_IMODE(path.stat().st_mode) & 0o077:
            return False
        path.chmod(0o700)
        return True
    except OSError as error:
        raise store_error("create the directory", path, error) from error


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path`, so that at any time the old or the new file is complete.

    Writes a temporary file beside it, syncs it, renames it, and syncs the directory, so that the
    name survives a power failure too.

    Raises:
        StoreError: full disk, read-only directory, or larger than can be read; the old file is
            unchanged.
    """
    if len(content) > LARGEST:
        raise store_error("write", path, OSError(errno.EFBIG, "it is too large"))
    try:
        temporary, descriptor = _open_temporary(path)
        try:
            with os.fdopen(descriptor, "wb") as file:
                if os.name == "posix":
                    os.fchmod(descriptor, 0o600)
                file.write(content)
                file.flush()
                _sync(file.fileno())
                if not WINDOWS:  # rename while locked, or it would be deleted as a remnant
                    temporary.replace(path)
            if WINDOWS:
                _patiently(lambda: temporary.replace(path))
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_dir(path.parent)
    except OSError as error:
        raise store_error("write", path, error) from error


def _open_temporary(path: Path) -> tuple[Path, int]:
    """Create a temporary file beside `path`, locked until it is closed: see `remove_left_overs`."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
        descriptor = os.open(temporary, flags, 0o600)
        if _lock(descriptor) and os.fstat(descriptor).st_nlink:
            return temporary, descriptor
        os.close(descriptor)  # deleted as a remnant by another program before it was locked
        with suppress(OSError):
            temporary.unlink()


def _lock(descriptor: int) -> bool:
    """Lock a temporary file. Return False if another program has; True if locks are unsupported."""
    if WINDOWS:
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True


def remove_all_left_overs(root: Path) -> None:
    """Run `remove_left_overs` in every folder of the state directory `root`."""
    for folder in _FOLDERS:
        remove_left_overs(root / folder)


def remove_left_overs(directory: Path) -> None:
    """Delete temporary files in `directory` left by programs killed while writing.

    Files of running programs are locked, so they stay.
    """
    try:
        with os.scandir(directory) as entries:
            found = [
                entry.path
                for entry in entries
                if entry.name[0] == "." and TEMPORARY.fullmatch(entry.name)
            ]
    except OSError:
        return
    for path in found:
        with suppress(OSError):
            _remove_if_left(Path(path))


def _remove_if_left(path: Path) -> None:
    if WINDOWS:  # Windows has no such lock, but open files can't be deleted there
        if time.time() - path.stat().st_mtime > _WINDOWS_LEFT_SECONDS:
            path.unlink()
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode) and _lock(descriptor):
            path.unlink()
    finally:
        os.close(descriptor)


def _sync(descriptor: int) -> None:
    """Sync a file to the disk; macOS's fsync alone leaves it in the drive's cache."""
    if MACOS:
        import fcntl

        with suppress(OSError):  # unsupported, for example on network file systems
            fcntl.fcntl(descriptor, getattr(fcntl, "F_FULLFSYNC", 51))
            return
    os.fsync(descriptor)


def _patiently(change: Callable[[], object]) -> None:
    """Replace or remove a file. On Windows, retry for a second while another program reads it."""
    for seconds in _PATIENCE if WINDOWS else ():
        with suppress(PermissionError):
            change()
            return
        time.sleep(seconds)
    change()


def sync_dir(path: Path) -> None:
    """Sync renames and removals in `path`; does nothing if directories can't be synced."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_DIR_SYNC:
            raise
    finally:
        os.close(descriptor)


def read_file(path: Path) -> tuple[bytes, bool]:
    """Return the content of `path`, and True if loose permissions were tightened.

    Raises:
        FileNotFoundError: there is no such file.
        StoreError: it can't be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "it is not a file")
            if status.st_size > LARGEST:
                raise OSError(errno.EFBIG, "it is larger than any file of this program")
            loose = os.name == "posix" and bool(stat.S_IMODE(status.st_mode) & 0o077)
            if loose:
                os.fchmod(file.fileno(), 0o600)
            return file.read(), loose
    except FileNotFoundError:
        raise
    except OSError as error:
        raise store_error("read", path, error) from error


def is_there(path: str | Path) -> bool:
    """Return True if `path` exists, even if it is a link that leads nowhere.

    Raises:
        StoreError: it can't be told.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise store_error("read", Path(path), error) from error
    return True


def leads_nowhere(path: Path) -> bool:
    """Return True if `path`, or a directory above it, is a link to what is not there, such as an
    unmounted disk."""
    return any(one.is_symlink() and not one.exists() for one in (path, *path.parents))


def by_order(places: Iterable[tuple[Path, re.Pattern[str]]]) -> dict[str, list[Path]]:
    """Group the files in some directories by the `of` part of their names, reading each directory
    once."""
    found: dict[str, list[Path]] = {}
    for directory, pattern in places:
        with suppress(FileNotFoundError), os.scandir(directory) as entries:
            for entry in entries:
                if named := pattern.fullmatch(entry.name):
                    found.setdefault(named["of"], []).append(Path(entry.path))
    return found


def remove_file(path: Path, *, sync: bool = True) -> None:
    """Delete `path` permanently; does nothing if it doesn't exist.

    Args:
        sync: sync the directory; otherwise the caller must (`sync_dir`).

    Raises:
        StoreError: it can't be deleted.
    """
    try:
        _patiently(lambda: path.unlink(missing_ok=True))
        if sync:
            sync_dir(path.parent)
    except FileNotFoundError:
        return
    except OSError as error:
        raise store_error("remove", path, error) from error


def store_error(verb: str, path: Path, error: OSError) -> StoreError:
    """Convert an OSError on a file to a StoreError with a hint."""
    hints = {
        errno.ENOSPC: "Free some space on that disk, then run the command again.",
        errno.EDQUOT: "Free some of your disk quota, then run the command again.",
        errno.EFBIG: "Check the file, and your limit for file sizes.",
        errno.EROFS: "Set SINCH_ORDER_STATE_DIR to a writable directory.",
        errno.EACCES: f"Make {path.parent} writable, or set SINCH_ORDER_STATE_DIR to another "
        "directory.",
        errno.EPERM: f"Make {path} yours. It belongs to another user.",
        errno.EINVAL: "Move it away, then run the command again.",
    }
    return StoreError(
        f"can't {verb} {path}",
        reason=error.strerror or str(error),
        hint=hints.get(error.errno or 0, "Set SINCH_ORDER_STATE_DIR to another directory."),
    )
