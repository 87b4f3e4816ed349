from __future__ import annotations

import pytest

from tests.people import Bloc
from tests.planning.sources.watching import Watching


@pytest.fixture
def watching(bloc: Bloc) -> Watching:
    return Watching(bloc)
