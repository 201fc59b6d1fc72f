"""Spreadsheets in and out: CSV, tab-separated text, XLSX and OpenDocument, each as a plain table of strings."""

from interchange.core.spreadsheets.export import About, Value, write_csv, write_xlsx
from interchange.core.spreadsheets.opendocument import write_ods
from interchange.core.spreadsheets.reading import read_pasted, read_table
from interchange.core.spreadsheets.table import MAX_ROWS, Table

__all__ = [
    "MAX_ROWS",
    "About",
    "Table",
    "Value",
    "read_pasted",
    "read_table",
    "write_csv",
    "write_ods",
    "write_xlsx",
]
