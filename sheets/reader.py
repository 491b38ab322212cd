"""The child process that reads the book: parsing there never holds up an answer here."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_core.errors import AmberError, Unavailable
from kpi_core.text import Text
from kpi_core.traces import trace_of

if TYPE_CHECKING:
    from sheets.grid import GridStore
    from sheets.snapshot import TableSource

_log = logging.getLogger(__name__)
_LONGEST_READING_SECONDS = 600.0
_READER_ENDED = Text(
    "the process that reads the book ended; ask again and it is started anew",
    "tiến trình đọc sổ đã dừng; hãy hỏi lại để nó chạy lại",
    "процесс, читающий книгу, завершился; спросите ещё раз, и он запустится заново",
)
_TOO_SLOW = Text(
    "the book could not be read within {seconds} s; try again",
    "không đọc xong sổ trong {seconds} giây; hãy thử lại",
    "книгу не удалось прочитать за {seconds} с; попробуйте ещё раз",
)
_ENDS_WITHIN_SECONDS = 5.0
_WARM_SECONDS = 300.0  # after a reading; where one edit was, the next is near


class Reader:
    """Reads in a child process, started ahead and kept warm for a while; one that ended is started anew.

    One caller at a time; only `close` may come from another thread at any moment. `clock` counts seconds.
    """

    def __init__(
        self,
        open_store: Callable[[], GridStore | TableSource],
        folder: Path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_store = open_store
        self._folder = folder
        self._clock = clock
        self._used_at = clock()
        self._child: tuple[SpawnProcess, Connection] | None = None

    def start(self) -> Connection:
        """Start the child unless it runs already, and return the line to it; it gets ready on its own."""
        if self._child is not None and self._child[0].is_alive():
            return self._child[1]
        self.close()
        context = get_context("spawn")
        ours, its = context.Pipe()
        child = context.Process(target=_serve, args=(its, self._open_store, self._folder), daemon=True)
        child.start()
        its.close()  # only the child holds its end now: the line breaks when it dies
        self._child = child, ours
        return ours

    def read(self, now: datetime) -> Path:
        """Read the book and return the reading's place. Raises what reading raises, Unavailable when the child dies."""
        connection = self.start()
        self._used_at = self._clock()
        try:
            connection.send(now)
            answer = _heard(connection)
            while isinstance(answer, logging.LogRecord):  # what the child has to log is logged here
                logging.getLogger(answer.name).handle(answer)
                answer = _heard(connection)
        except (EOFError, OSError):
            self.close()
            raise Unavailable(_READER_ENDED) from None
        if isinstance(answer, _Failure):
            raise answer.error()
        if not isinstance(answer, Path):
            self.close()
            raise Unavailable(_TOO_SLOW.format(seconds=_LONGEST_READING_SECONDS))
        return answer

    def rest(self) -> None:
        """Let the child go when nobody edits the book: it holds as much memory as all the rest of an idle bot."""
        if self._clock() - self._used_at > _WARM_SECONDS:
            self.close()

    def close(self) -> None:
        """End the child: whoever waits for its answer is told Unavailable."""
        child, self._child = self._child, None
        if child is not None:
            process, _ = child  # the line breaks with the process; it is not closed while somebody may listen on it
            process.terminate()
            process.join(_ENDS_WITHIN_SECONDS)
            process.kill()  # nobody waits for one that a disk or a server holds on to


@dataclass(frozen=True)
class _Failure:
    """An error on its way from the child: errors whose constructors take more than a message do not pickle."""

    kind: type[AmberError]
    message: str
    facts: dict[str, Any]

    @classmethod
    def of(cls, error: Exception) -> _Failure:
        if isinstance(error, AmberError):
            return cls(type(error), str(error), vars(error))
        return cls(Unavailable, f"the book could not be read: {type(error).__name__}", {"retry_after": None})

    def error(self) -> AmberError:
        error = self.kind.__new__(self.kind, self.message)
        vars(error).update(self.facts)
        return error


def _heard(connection: Connection) -> object:
    return connection.recv() if connection.poll(_LONGEST_READING_SECONDS) else None


class _ToParent(logging.Handler):
    """Hands the child's events over: only the parent knows where they are written down and counted."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        """Hand an event over: its error as text, for errors do not pickle, and of what libraries say the template."""
        if record.exc_info and record.exc_info[1]:
            record.trace = trace_of(record.exc_info[1])
        record.exc_info = record.args = None
        self._connection.send(record)


def _serve(connection: Connection, open_store: Callable[[], GridStore | TableSource], folder: Path) -> None:
    """Be the child."""
    # Ctrl-C goes to the whole group: the parent ends the child.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING, handlers=[_ToParent(connection)])
    logging.getLogger("sheets").setLevel(logging.DEBUG)
    _read_on(connection, open_store, folder)


def _read_on(connection: Connection, open_store: Callable[[], GridStore | TableSource], folder: Path) -> None:
    """Read whenever asked, until the other end is gone."""
    from sheets.archive import discard_unfinished, make_durable  # noqa: PLC0415  # the parent never pays for
    from sheets.reading import read_book  # noqa: PLC0415  # what reading takes

    discard_unfinished(folder)
    store: GridStore | TableSource | None = None
    with suppress(EOFError, OSError):
        while True:
            now = connection.recv()
            try:
                store = store or open_store()
                answer: Path | _Failure = read_book(store, folder, now)
            except AmberError as error:
                answer = _Failure.of(error)
            except Exception as error:  # noqa: BLE001  # whatever it is, the parent says it and goes on
                _log.exception("reading.failed")
                answer = _Failure.of(error)
            connection.send(answer)
            if isinstance(answer, Path):
                with suppress(OSError):  # nobody waits for the disk; what others have removed meanwhile needs none
                    make_durable(answer)
