"""DuckDB, as the engine of tables that need not fit into memory."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import narwhals as nw

from kpi_core.errors import SetupError
from kpi_core.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from kpi_core.frames import Frame

_MEMORY = "1.5GiB"  # what takes more is spilt onto disk: other programs live here, too
_NOT_INSTALLED = Text(
    "DuckDB, which asks a lake, is not installed",
    "chưa cài DuckDB, thứ dùng để truy vấn kho Parquet",
    "DuckDB, который обращается к Parquet, не установлен",
)
_INSTALL = Text(
    "Install it: `pip install 'amber-kpi[lake]'`",
    "Hãy cài: `pip install 'amber-kpi[lake]'`",
    "Установите его: `pip install 'amber-kpi[lake]'`",
)


class DuckDB:
    """An Engine: each table in a Parquet file, of which a question reads the columns it needs. For one thread.

    `place` is a folder for what does not fit into memory. Raises SetupError when DuckDB is not installed.
    """

    name = "duckdb"
    suffix = ".parquet"

    def __init__(self, place: Path) -> None:
        try:
            import duckdb  # noqa: PLC0415  # it is an extra
        except ImportError:
            raise SetupError(_NOT_INSTALLED, _INSTALL) from None
        self._failure = duckdb.Error
        self._connection = duckdb.connect(
            config={
                # What is not in the library itself is never fetched.
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "memory_limit": _MEMORY,
                "temp_directory": str(place / "spilt"),
            }
        )

    def write(self, path: Path, frame: Frame) -> None:
        """See Engine."""
        ordered = frame.sort("row") if "row" in frame.collect_schema().names() else frame
        try:
            ordered.sink_parquet(path)
            path.chmod(0o600)  # DuckDB puts a file of its own in the place of one that is there
        except self._failure as error:
            raise OSError(errno.EIO, str(error).partition("\n")[0]) from error

    def read(self, path: Path) -> Frame:
        """See Engine."""
        return _frame(self._connection.read_parquet(str(path)))

    def adopt(self, frame: Frame) -> Frame:
        """See Engine."""
        found = frame.collect()
        return _frame(self._connection.from_arrow(found.to_arrow().select(found.columns)))


def _frame(relation: Any) -> Frame:
    frame: Frame = nw.from_native(relation).lazy()
    return frame
