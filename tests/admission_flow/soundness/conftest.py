import pytest

from tests.people import _new_user


@pytest.fixture
def second_administrator(bloc):
    user = _new_user(None, "administrator2", is_superuser=True, is_staff=True)
    user.save()
    return user
