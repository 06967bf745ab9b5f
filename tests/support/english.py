"""Finds the English words that argparse or Python could leave in a French text."""

import re

# Left out: «argument», «message», «option», «type», «usage», which are French too.
ENGLISH = frozenset(
    """
    allowed ambiguous and are at choice choices choose could error exit expected explicit file
    following from given group help ignored integer int float invalid least line match maybe
    meant missing more most name not number of one optional or parser positional problem
    required show string subcommand subcommands the this to traceback unknown unrecognized
    value with you
    """.split()  # noqa: SIM905  # a list of words reads better so
)


def english_words(text: str) -> list[str]:
    """Return the English words of a text, those inside an option (--…) left out."""
    words = re.findall(r"(?<![\w-])[a-zA-Z]+(?![\w-])", text)
    return sorted({word.lower() for word in words} & ENGLISH)
