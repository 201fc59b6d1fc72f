"""What the forms of accounts send, read strictly: one module for each theme."""
