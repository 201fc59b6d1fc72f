"""Grids: a table declared once, for the page, the paste, the uploaded file and the template to download."""

from interchange.core.grid.columns import Column, Grid, Headings, Problem, Reading, Row
from interchange.core.grid.kinds import Kind, choice, code, day, number, text, tick, whole_number

__all__ = [
    "Column",
    "Grid",
    "Headings",
    "Kind",
    "Problem",
    "Reading",
    "Row",
    "choice",
    "code",
    "day",
    "number",
    "text",
    "tick",
    "whole_number",
]
