"""Verbs, one transaction each: signing in, passwords, people and what they may do."""
