from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings

THROWAWAY = "tests.admission_flow.nodes.throwaway"


@pytest.fixture(autouse=True, scope="package")
def _throwaway_flows() -> Iterator[None]:
    with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, THROWAWAY]):
        yield
