"""Brings the tables of people up to date; those of a later Hygie are left as they are."""

from hygie.core.errors import MisusedError
from hygie.practice.people_table import asking


def upgrade() -> None:
    """Make or change the tables, whole or not at all. Raises MisusedError when they are newer."""
    from django.core.management import call_command  # noqa: PLC0415  # Django, once configured
    from django.db import connection  # noqa: PLC0415  # the same
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415  # the same

    with asking():
        loader = MigrationLoader(connection)
        if set(loader.applied_migrations) - set(loader.disk_migrations):
            raise MisusedError(
                "La liste des personnes a été écrite par une version plus récente de Hygie."
                " Rien n'est perdu : Hygie n'y a pas touché.",
                hint="Mettez Hygie à jour, puis recommencez.",
            )
        # Looking for what to do takes longer than opening the app: most days there is nothing.
        if set(loader.disk_migrations) - set(loader.applied_migrations):
            call_command("migrate", verbosity=0, interactive=False)
