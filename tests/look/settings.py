"""The site with the page of all parts, for the server of these tests."""

from project.settings import *  # noqa: F403

ROOT_URLCONF = "tests.look.urls"
