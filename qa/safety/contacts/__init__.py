"""Whose contact is this: a registry that operators keep, and how to tell what imitates its entries."""
