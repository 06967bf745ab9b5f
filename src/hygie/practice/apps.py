"""The practice as Django knows it; its label is in every migration, and so for ever."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Who is in the practice. The records are not here: they have their own file and door."""

    name = "hygie.practice"
    label = "practice"
    verbose_name = "Cabinet"
