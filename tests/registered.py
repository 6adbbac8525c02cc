"""The registered pages: what the dashboard's navigation is made of, so that no test keeps a list of its own."""

from pages.components import registry

PAGES = [spec for specs in registry.GROUPS.values() for spec in specs]
