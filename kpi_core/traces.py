"""Where an error came from, without what people wrote: the text of an error may quote a name or a comment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from traceback import format_tb

# Their words speak of the program and the machine. All others' may be a value: KeyError('Acme').
_SPEAK_OF_NOBODY = (ArithmeticError, AttributeError, ImportError, MemoryError, NameError, OSError, TypeError)
_LONGEST_CHAIN = 10


def trace_of(error: BaseException) -> str:
    """Return the traceback of an error and of those it came from, the first one first."""
    chain = list(islice(_chain(error), _LONGEST_CHAIN))
    return "\n".join("".join((*format_tb(each.__traceback__), _named(each))) for each in reversed(chain))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _named(error: BaseException) -> str:
    kind = type(error).__name__
    return f"{kind}: {error}" if isinstance(error, _SPEAK_OF_NOBODY) else kind
