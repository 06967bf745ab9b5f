"""The one place that says which Hygie this is."""

VERSION = "0.1.0"
