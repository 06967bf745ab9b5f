"""A room that cannot be loaded: what it needs is not installed."""

raise ImportError("a library that is not there")
