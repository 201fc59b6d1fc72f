"""What is decided about centres without looking anything up: one module for each theme."""
