"""The help widget for other people's pages: what runs in their visitors' browsers."""
