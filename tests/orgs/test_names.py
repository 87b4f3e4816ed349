"""Keys of Vietnamese names, by value."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from orgs.accounts import username_stem
from orgs.models import Person, Unit
from orgs.names import composed, initials, is_name, search_key, sort_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Trần Quốc Bảo", "tran quoc bao"),
        ("  ĐẶNG   Thị Ước ", "dang thi uoc"),
        ("Nguyễn Đức Ðạt", "nguyen duc dat"),
        ("Ngo\u0302 Thi\u0323 Ye\u0302\u0301n", "ngo thi yen"),
        ("", ""),
    ],
)
def test_search_key(text: str, key: str) -> None:
    assert search_key(text) == key


@pytest.mark.parametrize("name", ["Trần Quốc Bảo", "H'Hen Niê", "K’Brêu", "Y. Thông", "Ấ", "Đặng-Trần 2", "Ngo\u0302"])
def test_a_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123",
        "…",
        "\u200b",
        "Bảo\u200b",
        "\u202eoảB",
        "Bảo\ue001",
        "Bảo\x07",
        "Bảo\u00ad",
        "\ufeffBảo",
        "<b>Bảo</b>",
        "Bảo;",
        "Bảo/Bình",
        "\u3164",
        "Bảo\u115f\u1160",
    ],
)
def test_no_name(text: str) -> None:
    assert not is_name(text)


def test_a_name_is_stored_composed() -> None:
    assert composed(" Ngo\u0302   Thi\u0323\u00a0Ye\u0302\u0301n ") == "Ngô Thị Yến"


def test_given_names_go_by_the_alphabet_and_then_by_tone() -> None:
    given = ["An", "Anh", "Ánh", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Bam", "Cẩm"]
    given += [
        "Dung",
        "Dũng",
        "Duy",
        "Đan",
        "Ê",
        "Hoa",
        "Hòa",
        "Hoàn",
        "Minh",
        "Oanh",
        "Ôn",
        "Ơn",
        "Tú",
        "Tư",
        "Vinh",
        "Yến",
    ]
    for first, second in itertools.pairwise(given):
        assert sort_key(f"Vũ Thị {first}") < sort_key(f"Bùi Văn {second}"), (first, second)


def test_the_rest_decides_between_equal_given_names() -> None:
    names = ["Bùi Thị Lan", "Đỗ Thị Lan", "Nguyễn Thị Lan", "Nguyễn Văn Lan", "Trần An Lan"]
    shuffled = [names[n] for n in (3, 0, 4, 2, 1)]
    assert sorted(shuffled, key=sort_key) == names


def test_composed_and_decomposed_are_the_same_name() -> None:
    assert sort_key("Ngo\u0302 Ba\u0309o") == sort_key("Ngô Bảo")


@pytest.mark.parametrize("name", ["Ấ" * 100, "A " * 50, "ﬃ" * 100, "ß" * 100, "ﬃ " * 50, "각" * 100])
def test_the_keys_fit_their_columns(name: str) -> None:
    keys = [(Person, "search_name", search_key(name)), (Person, "sort_key", sort_key(name))]
    keys.append((Unit, "search_name", search_key(name * 2)))
    for model, column, key in keys:
        field: Any = model._meta.get_field(column)
        assert len(key) <= field.max_length
    assert len(username_stem(name)) <= 100


@pytest.mark.parametrize(("name", "letters"), [("Trần Quốc Bảo", "TB"), ("Đặng Ân", "ĐÂ"), ("Bảo", "B"), ("", "")])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
