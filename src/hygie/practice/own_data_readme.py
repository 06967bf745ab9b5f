"""The note left in an export, for whoever opens the folder without Hygie."""

from datetime import datetime

from hygie.terminal.typography import counted, day, typeset

README = "LISEZMOI.txt"

TEXT = """\
LES DONNÉES DE HYGIE

Ce dossier contient tout ce que Hygie gardait pour votre cabinet, le {day}, sans chiffrement :
{entries} et {files}. Rangez-le en lieu sûr, ou effacez-le après usage : qui l'ouvre le lit.

enregistrements.json   tout ce que vous avez déclaré, prouvé et fait, avec les audits ; une ligne
                       par enregistrement, dans l'ordre
enregistrements.csv    les mêmes, pour un tableur (séparateur : point-virgule)
personnes.json         les personnes du cabinet ; les codes personnels n'y sont pas
preuves                les fichiers joints, s'il y en a ; liste.csv donne leur nom d'origine
documents              les documents produits par Hygie, s'il y en a

Les photos ont été redessinées quand vous les avez jointes : ni lieu, ni date, ni appareil n'y sont.
Les clés et les codes ne sont jamais exportés.

Ce dossier se lit sans Hygie ; Hygie ne le reprend pas. Pour retrouver vos données dans Hygie :
hygie mes-donnees sauver, puis hygie mes-donnees restaurer.
"""

DAMAGED = """\

ATTENTION : manquent ici, abîmés : {damaged}. Reprenez-les d'une sauvegarde.
"""

BROKEN = """\

ATTENTION : le journal a été changé. Seuls les enregistrements qui précèdent le changement sont ici.
"""


def readme(*, at: datetime, entries: int, whole: bool, files: int, damaged: int) -> str:
    """Return the note, as an ordinary text editor shows it."""
    text = TEXT.format(
        day=day(at.astimezone().date()),
        entries=counted(entries, "enregistrement"),
        files=counted(files, "fichier"),
    )
    if not whole:
        text += BROKEN
    if damaged:
        text += DAMAGED.format(damaged=counted(damaged, "fichier"))
    return typeset(text)
