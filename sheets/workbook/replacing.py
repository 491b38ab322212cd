"""One file replaced in one step, by one writer at a time, and never under the hands of a person who has it open."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from kpi_core.errors import Conflict, SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

_PATIENCE_SECONDS = 30.0


@contextmanager
def sole_writer(path: Path) -> Iterator[None]:
    """Hold the right to replace a file. Raises Conflict when another program holds it or a person has it open."""
    import filelock  # noqa: PLC0415  # costs more than all else here: readers do not wait for it

    for mark in (f"~${path.name}", f".~lock.{path.name}#"):
        if path.with_name(mark).exists():
            raise Conflict(
                f"{path.name} is open in Excel or LibreOffice, whose save would undo this; close it there, "
                f"or delete {mark} if it was left behind"
            )
    try:
        with filelock.FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE_SECONDS):
            yield
    except filelock.Timeout:
        raise Conflict(f"another program has been writing {path.name} for {_PATIENCE_SECONDS:.0f} s") from None
    except OSError as error:
        raise SetupError(
            f"{path} cannot be written: {error.strerror}", "Check the folder's permissions and space"
        ) from None


def replace_file(path: Path, write: Callable[[IO[bytes]], None], *, if_unchanged: Callable[[], bool]) -> bool:
    """Write a file anew and rename it into place, owner and mode kept; False when it was not the one that was read."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        with open(fresh, "wb", opener=_private) as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        _take_over_rights(path, fresh)
        if not if_unchanged():
            return False
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    if os.name == "posix":  # the rename itself must outlive a power cut
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return True


# Path.open has no opener, which is what keeps a file from others while nobody knows yet who may read it.
def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _take_over_rights(path: Path, fresh: Path) -> None:
    """Give a file the owner, the group and the mode of another: else a book would become Amber's with its first row."""
    stat = path.stat()
    if os.name == "posix":
        for owner, group in ((-1, stat.st_gid), (stat.st_uid, -1)):  # the group is a member's to give, not the owner
            with suppress(PermissionError):
                os.chown(fresh, owner, group)
    fresh.chmod(stat.st_mode)
