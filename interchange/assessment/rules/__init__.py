"""The rules of mark sheets: plain Python, quoted by their numbers in the domain reference (sections 6.1 to 6.8)."""
