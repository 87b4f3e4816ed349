"""Our nodes use private names of viewflow: another version is tried with the comparisons here before it is taken."""

from importlib.metadata import version


def test_viewflow_is_the_version_that_the_nodes_were_written_for() -> None:
    assert version("django-viewflow") == "2.4.0"
