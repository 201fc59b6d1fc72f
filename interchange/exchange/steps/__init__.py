"""Parts of services that take files in and make files."""
