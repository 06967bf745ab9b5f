"""What errors advise, said in the terms of the pages."""

import re

import pytest

from hygie.audit import reception, workstation_file_words
from hygie.web.in_app import in_app
from hygie.web.strongroom import PUT_BACK

ORDER = re.compile(r"--[a-z]|hygie (poste|audit|mes-donnees sauver)")


@pytest.mark.parametrize(
    "advice",
    [
        "Donnez l'empreinte que ce poste a montrée : --empreinte \"…\". Rien n'a été changé.",
        f"{reception.AGAIN} Pour le prendre quand même : --plus-ancien. Rien n'a été changé.",
        workstation_file_words.AGAIN,
        workstation_file_words.LOOK,
        "ou bien hygie poste retirer poste-0123abcd, puis hygie poste ajouter FICHIER, en",
        "Choisissez le fichier écrit par « hygie poste --sortie », ou par hygie-poste.",
        "Choisissez le fichier écrit par « hygie mes-donnees sauver ».",
        "ne propose pas cron. Lancez « hygie audit » chaque semaine.",
    ],
)
def test_no_order_of_the_terminal_is_left(advice: str) -> None:
    assert ORDER.search(advice)
    assert not ORDER.search(in_app(advice))


@pytest.mark.parametrize(
    "hint", [PUT_BACK, "Remettez coffre.json en place depuis une copie de sauvegarde."]
)
def test_what_is_put_back_from_a_copy_names_the_way_for_our_own_back_ups(hint: str) -> None:
    assert in_app(hint).startswith(hint)
    assert in_app(hint).endswith("hygie mes-donnees restaurer FICHIER")


def test_what_is_nobody_s_order_is_left_as_it_is() -> None:
    assert in_app("Choisissez-la de là.") == "Choisissez-la de là."
