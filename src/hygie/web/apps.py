"""The app as Django knows it; its label is for ever."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shell: pages and templates, no table."""

    name = "hygie.web"
    label = "web"
    verbose_name = "Hygie"
