"""Verbs, one transaction each: messages, security cases, the status, guides, and letting go."""
