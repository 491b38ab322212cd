"""Rows in, rows out: the workbooks people edit by hand, read into typed tables."""
