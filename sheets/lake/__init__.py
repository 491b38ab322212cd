"""A folder of Parquet files as a book: read by Arrow, piece by piece, and asked by DuckDB. It is only read."""

from sheets.lake.lake import Lake

__all__ = ["Lake"]
