"""Documents in: one reader a format, then passages."""
