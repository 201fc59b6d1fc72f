"""The doors of this package: one module for each theme, named in `urls`."""
