from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone, translation
from django.utils.translation import gettext

from notices import kinds
from notices.kinds import Group, Kind, Rendered
from tests.people import Bloc

GROUP = Group("Tests", lambda _person, _notices, _at: {})


def test_a_notice_is_put_into_words_from_its_parameters() -> None:
    words = kinds.rendered("test_step", {"case": "2026-0147", "step": "cell_vote"})
    assert words == Rendered("Case 2026-0147", "Step cell_vote is yours.")


def test_the_words_are_in_the_language_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(GROUP, [Kind("no", lambda _params: Rendered(gettext("No"), ""), "No")])
    with translation.override("vi"):
        assert kinds.rendered("no", {}).title == "Không"
    with translation.override("en"):
        assert kinds.rendered("no", {}).title == "No"


@pytest.mark.parametrize("kind", ["a kind of long ago", "test_step"])
def test_what_is_no_longer_known_still_says_something(kind: str) -> None:
    with translation.override("en"):
        assert (
            kinds.rendered(kind, {"other": 1}).text == "Something that concerns you has changed. Open it to see what."
        )


def test_a_kind_says_one_thing() -> None:
    with pytest.raises(ImproperlyConfigured, match="test_step"):
        kinds.register(GROUP, [Kind("test_step", lambda _params: Rendered("", ""), "Another")])


def test_every_kind_can_be_named_and_judged(bloc: Bloc) -> None:
    for group, table in kinds.groups():
        assert str(group.name)
        assert all(str(kind.name) for kind in table)
        assert group.still_for(bloc.cell_secretary, [], timezone.now()) == {}
