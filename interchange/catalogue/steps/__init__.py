"""Writing what was read from a file or a form, comparing before it is written, and what changes in a series."""

from interchange.catalogue.steps.options import complete_options
from interchange.catalogue.steps.series import set_up_series

__all__ = ["complete_options", "set_up_series"]
