"""What production refuses, and that the documented environment is without a warning."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from orgs.models import User
from project.checks import refuse_demo_accounts
from project.environment import SettingError
from tests.people import make_user
from tests.project.conftest import CHECKOUT, Machine

KEY = "a-key-of-its-own-that-has-more-than-fifty-characters-0123"
# /etc/admission.env as docs/operation.md has it, its blanks filled in.
DOCUMENTED = re.findall(r"^([A-Z_]+)=(.+)$", (CHECKOUT / "docs" / "operation.md").read_text(), re.MULTILINE)
ENVIRONMENT = {name: value.replace("…", "secret") for name, value in DOCUMENTED} | {"SECRET_KEY": KEY}
REFUSALS = {
    "DEBUG": ({"DEBUG": "1"}, "DEBUG is on and PRODUCTION too"),
    "no key": ({"SECRET_KEY": ""}, "SECRET_KEY is not set or is short"),
    "short key": ({"SECRET_KEY": "short"}, "SECRET_KEY is not set or is short"),
    "embedded PostgreSQL": ({"DATABASE_URL": ""}, "DATABASE_URL and REDIS_URL must be set in production"),
    "embedded Valkey": ({"REDIS_URL": ""}, "DATABASE_URL and REDIS_URL must be set in production"),
    "no address": ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name the addresses of the site"),
    "letters without links": ({"SITE_URL": ""}, "MAIL_URL is set, so MAIL_FROM"),
    "letters of nobody": ({"MAIL_FROM": "hoso"}, "MAIL_FROM is no address"),
    "links in the clear": ({"SITE_URL": "http://hoso.example.vn"}, "SITE_URL is not secure"),
    "any address": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the addresses of the site"),
}


def test_the_documented_environment_has_no_warning(machine: Machine) -> None:
    assert {"PRODUCTION", "DATABASE_URL", "ALLOWED_HOSTS"} < set(ENVIRONMENT)
    checked = machine.manage("check", "--deploy", "--fail-level", "WARNING", **ENVIRONMENT)
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


@pytest.mark.parametrize(("change", "sentence"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_production_refuses(machine: Machine, change: dict[str, str], sentence: str) -> None:
    refused = machine.manage("check", **ENVIRONMENT | change)
    assert refused.returncode == 1
    assert refused.stderr.startswith(sentence)
    assert len(refused.stderr.splitlines()) == 1


def test_the_demo_is_not_run_in_production(machine: Machine) -> None:
    refused = machine.python("-m", "project.run", **ENVIRONMENT)
    assert refused.returncode == 1
    assert refused.stderr.startswith("PRODUCTION is set, and this serves the demo")


@pytest.fixture
def demo_account(db: None) -> User:
    person = make_user()
    User.objects.filter(pk=person.pk).update(is_demo=True)
    return person


def test_a_demo_account_fails_the_checks_in_production_only(settings: LazySettings, demo_account: User) -> None:
    call_command("check", databases=["default"])
    settings.PRODUCTION = True
    with pytest.raises(SystemCheckError, match=r"project\.E001.* There are demo accounts"):
        call_command("check", databases=["default"])


def test_a_deactivated_demo_account_is_none(settings: LazySettings, demo_account: User) -> None:
    settings.PRODUCTION = True
    User.objects.filter(pk=demo_account.pk).update(is_active=False)
    call_command("check", databases=["default"])


def test_no_server_starts_with_a_demo_account(settings: LazySettings, own_database: str) -> None:
    settings.PRODUCTION = True
    refuse_demo_accounts()
    User.objects.filter(pk=make_user().pk).update(is_demo=True)
    with pytest.raises(SettingError, match="There are demo accounts"):
        refuse_demo_accounts()
