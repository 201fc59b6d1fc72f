"""Changing the catalogue: by files, by forms, and the series."""

from interchange.catalogue.services.loading import Report, load_catalogue
from interchange.catalogue.services.series import open_series

__all__ = ["Report", "load_catalogue", "open_series"]
