"""Rules of accounts: pure functions, one module for each theme."""
