"""The help widget for other people's pages: one custom element, in modules without a build step."""
