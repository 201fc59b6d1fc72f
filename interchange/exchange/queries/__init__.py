"""What pages read of files sent and made."""
