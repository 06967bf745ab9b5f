"""``python -m hygie``."""

from hygie.cli.main import entry

if __name__ == "__main__":
    entry()
