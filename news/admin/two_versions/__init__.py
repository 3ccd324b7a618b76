"""Two people saving: the second sees both versions, field by field and row by row, and chooses."""
