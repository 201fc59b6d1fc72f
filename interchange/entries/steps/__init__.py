"""Parts of services that make, change and withdraw entries."""
