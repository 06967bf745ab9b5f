"""The address of the app as a document, for programs that start it."""

FORMAT = 1


def write_address(address: str) -> dict[str, object]:
    """Return the document of an address that opens the app once."""
    return {"format": FORMAT, "adresse": address}
