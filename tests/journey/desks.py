"""What people do at their own browsers: sign in, write into the forms, and see what arrives by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from orgs.models import User
from tests.browsers import tab
from tests.people import PASSWORD

# The machine may be busy; what should come by itself has this long.
PATIENCE = 20_000
SUBMIT = "main form .form-actions .btn-primary"


@contextmanager
def desk(chromium: Browser, port: int, person: User, *, script: bool = True) -> Iterator[Page]:
    """A browser of this person's own, signed in through the sign-in page; it shows My work."""
    with tab(chromium, port, script=script) as page:
        page.goto("/")
        write(page, {"login": person.username, "password": PASSWORD})
        page.locator("main .btn-primary").click()
        expect(page.locator("h1")).to_have_text("Việc của tôi", timeout=PATIENCE)
        yield page


def write(page: Page, fields: dict[str, str]) -> None:
    """Fill the fields of these names, as one reads them: a choice by its words, every tick of a list by "*"."""
    for name, value in fields.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("field => field.type")
        if kind == "radio":
            page.get_by_role("radio", name=value, exact=True).check()
        elif kind == "checkbox":
            for tick in field.all():
                tick.check()
        elif kind == "select-one":
            field.select_option(label=value)
        else:
            field.fill(value)


def submit(page: Page, said: str) -> None:
    """Press the one main button; the page then says this."""
    page.locator(SUBMIT).click()
    expect(page.locator(".note-success")).to_contain_text(said, timeout=PATIENCE)


def open_case(page: Page, name: str) -> None:
    page.goto("/")
    page.locator("#list").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_have_text(name)


def go_live(page: Page) -> None:
    """The open page follows what happens, and is marked, so that a reload would show."""
    expect(page.locator("[data-live-when=on]")).to_be_visible(timeout=PATIENCE)
    page.evaluate("window.untouched = true")


def assert_untouched(page: Page) -> None:
    assert page.evaluate("window.untouched") is True, "the page was loaded anew"


@contextmanager
def lights_up(page: Page, name: str, step: str) -> Iterator[None]:
    """Whoever sits here with My work open sees the step arrive: in the list, beside the place, and at the bell."""
    page.goto("/")
    rows = page.locator("#list tbody tr").filter(has_text=name).filter(has_text=step)
    go_live(page)
    expect(rows).to_have_count(0)
    waiting, unread = number(page.locator("#count-work")), number(page.locator("#bell .count"))
    yield
    expect(rows).to_have_count(1, timeout=PATIENCE)
    expect(page.locator("#bell .count")).to_have_text(str(unread + 1), timeout=PATIENCE)
    expect(page.locator("#bell [data-notice]").first).to_contain_text(step)
    expect(page.locator("#count-work")).to_contain_text(str(waiting + 1))
    assert_untouched(page)


@contextmanager
def moves_on(page: Page, step: str) -> Iterator[None]:
    """Whoever only watches the case sees its path and its history move."""
    here = page.locator(".step-current .step-label")
    expect(here).not_to_contain_text(step)
    with hears_of_one(page):
        yield
    expect(here).to_contain_text(step, timeout=PATIENCE)


@contextmanager
def hears_of_one(page: Page) -> Iterator[None]:
    """One line more in the history of the case; what came before stands there already."""
    lines = page.locator(".timeline li")
    before = lines.count()
    yield
    expect(lines).to_have_count(before + 1, timeout=PATIENCE)
    assert_untouched(page)


def number(count: Locator) -> int:
    """0 where none is shown."""
    text = count.text_content() if count.count() else ""
    return int("".join(filter(str.isdigit, text or "")) or 0)
