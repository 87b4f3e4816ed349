"""Vietnamese names: what one is, and their keys: for finding them without diacritics, and for the order of a roll.

Pure functions. The database has no Vietnamese collation, so the order is a stored string that is right byte by byte.
"""

from __future__ import annotations

import unicodedata

# The order of tones in Vietnamese dictionaries: level, falling, asking, tumbling, rising, heavy.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
# Marks that make another letter of the alphabet: a ă â, e ê, o ô ơ, u ư. (đ has no decomposition.)
_LETTER_MARKS = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}


def composed(name: str) -> str:
    """As a name is stored: composed letters (NFC), single spaces. It may be longer than what was given."""
    return " ".join(unicodedata.normalize("NFC", name).split())


# Beside letters, their marks, spaces and digits: H'Hen, K’Brêu, Anna-Maria, Y. Thông, Nguyễn Thị Lan 2.
_IN_NAMES = frozenset("'’‘-.")
# Letters and signs that show as nothing: Hangul fillers and the empty Braille pattern.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def is_name(text: str) -> bool:
    """Whether somebody may be called so: letters, and nothing that is no part of a name or is not seen."""
    return any(char.isalpha() for char in text) and all(
        char not in _BLANKS and (unicodedata.category(char)[0] in "LMN" or char in _IN_NAMES or char == " ")
        for char in text
    )


def seen(text: str) -> str:
    """Composed (NFC), and without characters that are not seen: zero width, direction marks, other controls, blanks."""
    kept = (char for char in text if char not in _BLANKS and (char in "\n\r\t" or unicodedata.category(char)[0] != "C"))
    return unicodedata.normalize("NFC", "".join(kept))


def search_key(text: str) -> str:
    """Lower case, without diacritics, đ as d, single spaces: "Trần Quốc Bảo" becomes "tran quoc bao".

    At most three characters for each of the text's: a ligature comes apart.
    """
    plain = "".join(char for char in _decomposed(text) if not unicodedata.combining(char))
    return " ".join(plain.replace("đ", "d").split())


def sort_key(full_name: str) -> str:
    """A string whose byte order is the order of a Vietnamese roll: given name, then family and middle names.

    Syllables are compared one after the other, by their letters and then by their tone. At most six
    characters for each of the name's, as of a ligature of three letters, and one more.
    """
    words = full_name.replace("-", " ").split()
    return " ".join(_syllable_key(word) for word in words[-1:] + words[:-1])


def initials(full_name: str) -> str:
    """First letters of the family and the given name, as shown where there is no picture."""
    words = full_name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words))


def _syllable_key(word: str) -> str:
    letters: list[str] = []
    tone = 0
    for char in _decomposed(word):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _LETTER_MARKS and letters:
            letters[-1] = letters[-1][0] + _LETTER_MARKS[char]
        elif char == "đ":
            letters.append("d1")
        elif char.isascii() and char.isalnum():
            letters.append(char + "0")
    # The tone stands last and is a digit, below every letter, so that a shorter syllable goes first.
    return "".join(letters) + str(tone)


def _decomposed(text: str) -> str:
    # The Icelandic eth looks the same in capitals, and some keyboards and fonts have put it into registers.
    return unicodedata.normalize("NFD", text.casefold()).replace("ð", "đ")
