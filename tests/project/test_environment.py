"""The readers of environment variables: what they take, and the sentence for what they refuse."""

from __future__ import annotations

import pytest

from project.environment import (
    SettingError,
    celery_broker,
    env_bool,
    env_choice,
    env_database,
    env_int,
    env_list,
    env_mail,
    env_redis,
    env_site,
    env_str,
)


@pytest.mark.parametrize(("text", "value"), [("1", True), ("yes", True), ("off", False), (" 0 ", False), ("", True)])
def test_a_switch(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("SWITCH", text)
    assert env_bool("SWITCH", True) is value


def test_a_switch_that_is_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCH", "maybe")
    with pytest.raises(SettingError, match=r"^SWITCH is 'maybe'; write 1 or 0\.$"):
        env_bool("SWITCH", False)


@pytest.mark.parametrize("text", ["-1", "1.5", "ten", "²", "0"])
def test_a_number_that_is_none_or_too_small(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("NUMBER", text)
    with pytest.raises(SettingError, match="write a whole number of at least 1"):
        env_int("NUMBER", 30, least=1)


def test_what_is_not_set_or_blank_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLANK", "  ")
    assert (env_str("BLANK", "a"), env_int("BLANK", 7), env_list("UNSET", ["b"])) == ("a", 7, ["b"])
    assert (env_database("BLANK"), env_redis("UNSET")) == (None, "")


def test_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIST", " hoso.example.vn, ,localhost")
    assert env_list("LIST", []) == ["hoso.example.vn", "localhost"]


def test_a_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEVEL", "warning")
    assert env_choice("LEVEL", "INFO", ("INFO", "WARNING")) == "WARNING"
    monkeypatch.setenv("LEVEL", "loud")
    with pytest.raises(SettingError, match="write one of INFO, WARNING"):
        env_choice("LEVEL", "INFO", ("INFO", "WARNING"))


def test_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URL", "postgres://ad:p%40ss@db.example.vn:5433/hoso?sslmode=require")
    database = env_database("URL")
    assert database is not None
    assert [database[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")] == [
        *("db.example.vn", 5433, "ad", "p@ss", "hoso")
    ]
    assert database["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url",
    [
        "postgres://ad:hush#hush@db/hoso",
        "postgres://ad:hu/sh@db/hoso",
        "postgres://ad:hush@db:port/hoso",
        "postgres://ad:hush@db",
        "sqlite:///hush",
        "mysql://ad:hush@db/hoso",
        "hush",
    ],
)
def test_an_address_that_is_none_of_a_postgresql_is_not_repeated(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("URL", url)
    with pytest.raises(SettingError, match=r"^URL is not the address of a PostgreSQL database") as refusal:
        env_database("URL")
    assert "hu" not in str(refusal.value)


@pytest.mark.parametrize("url", ["redis://:p@cache:6379/1", "rediss://cache/0", "unix:///run/valkey.sock?db=2"])
def test_a_redis(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("URL", url)
    assert env_redis("URL") == url


@pytest.mark.parametrize("url", ["http://cache", "cache:6379", "redis://", "redis://:hush@cache:port/0", "unix://"])
def test_an_address_that_is_none_of_a_redis_is_not_repeated(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("URL", url)
    with pytest.raises(SettingError, match=r"^URL is not the address of a Redis or Valkey") as refusal:
        env_redis("URL")
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize(
    ("redis", "celery"),
    [
        ("redis://:p@cache:6379/1", "redis://:p@cache:6379/1"),
        ("unix:///run/valkey.sock?db=2", "redis+socket:///run/valkey.sock?virtual_host=2"),
        ("unix:///a%20b/valkey.sock", "redis+socket:///a%20b/valkey.sock?virtual_host=0"),
        ("unix://:p%40@/run/valkey.sock", "redis+socket://:p%40@/run/valkey.sock?virtual_host=0"),
        ("unix:///run/valkey.sock?password=p", "redis+socket://:p@/run/valkey.sock?virtual_host=0"),
    ],
)
def test_celery_has_other_words_for_a_socket(redis: str, celery: str) -> None:
    assert celery_broker(redis) == celery


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp+tls://hoso%40x.vn:p%2F1@mail.x.vn", ("mail.x.vn", 587, "hoso@x.vn", "p/1", True, False)),
        ("smtps://u:p@mail.x.vn:4465/", ("mail.x.vn", 4465, "u", "p", False, True)),
        ("smtp://localhost:2525", ("localhost", 2525, "", "", False, False)),
        ("smtp://u:p@127.0.0.1", ("127.0.0.1", 25, "u", "p", False, False)),
    ],
)
def test_a_mail_server(monkeypatch: pytest.MonkeyPatch, url: str, server: tuple[object, ...]) -> None:
    monkeypatch.setenv("URL", url)
    found = env_mail("URL")
    assert found is not None
    assert tuple(found[name] for name in ("host", "port", "username", "password", "use_tls", "use_ssl")) == server


@pytest.mark.parametrize(
    "url", ["mail.x.vn", "http://mail.x.vn", "smtp://", "smtp://u:hush@x:port", "smtps://u:hush@x/y"]
)
def test_an_address_that_is_none_of_a_mail_server_is_not_repeated(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("URL", url)
    with pytest.raises(SettingError, match=r"^URL is not the address of a mail server") as refusal:
        env_mail("URL")
    assert "hush" not in str(refusal.value)


def test_no_password_goes_to_another_machine_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("URL", "smtp://u:hush@mail.x.vn")
    with pytest.raises(SettingError, match="in the clear") as refusal:
        env_mail("URL")
    assert "hush" not in str(refusal.value)
    monkeypatch.delenv("URL")
    assert env_mail("URL") is None


def test_a_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE", "https://hoso.x.vn:8443/")
    assert env_site("SITE", secure=True) == "https://hoso.x.vn:8443"
    monkeypatch.setenv("SITE", "http://hoso.x.vn")
    assert env_site("SITE", secure=False) == "http://hoso.x.vn"
    with pytest.raises(SettingError, match="not secure"):
        env_site("SITE", secure=True)


@pytest.mark.parametrize("site", ["hoso.x.vn", "https://", "https://x.vn/cases", "https://u:p@x.vn", "ftp://x.vn"])
def test_an_address_that_is_none_of_a_site(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    monkeypatch.setenv("SITE", site)
    with pytest.raises(SettingError, match="is not the address of a site"):
        env_site("SITE", secure=False)
