"""Pages of lists that grow while they are read."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator


class WholePages(Paginator):
    """A page is cut by its length and never by the count, which is a statement of its own.

    Otherwise a row that came between the two, newest first, would push the last one off the page.
    """

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        return Page(self.object_list[first : first + self.per_page], number, self)
