"""What changes: files sent in, questions answered, files made, formats filled in."""
