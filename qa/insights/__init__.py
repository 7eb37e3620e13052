"""Questions that were asked in vain, in groups, each with what an editor could write."""
