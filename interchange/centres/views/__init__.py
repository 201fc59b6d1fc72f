"""The doors to joining, to a centre's own paperwork, and to centres at the desk."""
