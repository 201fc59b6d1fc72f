"""The doors to the site's own pages."""
