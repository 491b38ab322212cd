"""Measures: facts per row as expressions, one module per family, portable over the engines."""
