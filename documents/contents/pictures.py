"""JPEG and PNG, decoded to the last row."""

from __future__ import annotations

from typing import IO

from PIL import Image

from documents.contents.unfit import Fault, Unfit

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# An A4 page at 600 dots an inch has 35 million; decoded, a pixel takes up to four bytes.
PIXELS = 50_000_000


def read_jpeg(content: IO[bytes]) -> None:
    _read(content, "JPEG")


def read_png(content: IO[bytes]) -> None:
    _read(content, "PNG")


def _read(content: IO[bytes], kind: str) -> None:
    """Raises Unfit."""
    try:
        with _opened(content, kind) as picture:
            picture.verify()  # the check sums; after it the picture must be opened anew
        with _opened(content, kind) as picture:
            picture.load()
    except Image.DecompressionBombError as error:
        raise Unfit(Fault.TOO_MANY_PIXELS) from error
    except Unfit:
        raise
    except Exception as error:  # whatever a library stumbles over in a file that somebody else made
        raise Unfit(Fault.DAMAGED) from error


def _opened(content: IO[bytes], kind: str) -> Image.Image:
    content.seek(0)
    picture = Image.open(content, formats=[kind])
    width, height = picture.size
    if width * height > PIXELS:
        raise Unfit(Fault.TOO_MANY_PIXELS)
    return picture
