"""The service over HTTP. What it tells of errors, and how answers look on the wire, is decided here alone."""
