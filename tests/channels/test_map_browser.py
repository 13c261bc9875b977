"""The map in a real browser: looked at, walked through with the keyboard, on a phone, in the dark."""

from __future__ import annotations

import re

import pytest

from assistant.settings import Settings
from tests.channels.browser import needs_axe, needs_chromium, serving, violations
from tests.channels.map_page import FRAMEWORK, Knowing

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright fehlt")
expect = sync_api.expect
pytestmark = needs_chromium
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 320, "height": 640}}  # also 1280 px at 400 %
MARKED = "landkarte?stellen=2.4,3.4,4.5"
IDS = [part.id for part in (*FRAMEWORK.levels, *FRAMEWORK.principles, *FRAMEWORK.measures)]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("landkarte"))
    with serving(Knowing(), settings) as address:
        yield address


@pytest.fixture
def visit(chromium, address):
    """Opens a page of the map; afterwards nothing may have complained."""
    contexts, faults = [], []

    def open_page(path: str = "landkarte", **options):
        context = chromium.new_context(locale="de-DE", **{**DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def focused(page) -> str | None:
    return page.evaluate("document.activeElement.dataset.id ?? null")


def test_the_keyboard_walks_through_every_box_and_opens_one(visit):
    page = visit()
    page.locator("[data-id='2.1']").focus()
    walked = [focused(page)]
    for _ in IDS[1:]:
        page.keyboard.press("Tab")
        walked.append(focused(page))
    assert walked == IDS
    page.keyboard.press("Tab")
    assert focused(page) is None
    page.keyboard.press("Shift+Tab")
    halo = page.locator("[data-id='4.5'] .map-node__halo")
    assert halo.evaluate("element => getComputedStyle(element).stroke") != "none"
    with page.expect_request(re.compile("/karte/4.5$")):
        page.keyboard.press("Enter")


def test_pointing_at_a_box_brings_out_its_connections(visit):
    page = visit()
    linked = {link.target for link in FRAMEWORK.neighbours("2.2")} & set(IDS)
    page.locator("[data-id='2.2']").hover()
    expect(page.locator(".map-link.is-answer")).to_have_count(len(linked))
    assert set(page.locator(".map-node.is-answer").evaluate_all("all => all.map(one => one.dataset.id)")) == {
        "2.2",
        *linked,
    }
    page.mouse.move(5, 5)
    expect(page.locator(".is-answer")).to_have_count(0)
    expect(page.locator(".map-picture.is-asked")).to_have_count(0)


def test_reaching_a_box_with_the_keyboard_does_the_same(visit):
    page = visit()
    page.locator("[data-id='3.4']").focus()
    page.keyboard.press("Tab")
    linked = {link.target for link in FRAMEWORK.neighbours("3.5")} & set(IDS)
    expect(page.locator(".map-link.is-answer")).to_have_count(len(linked))
    page.locator("summary").focus()
    expect(page.locator(".is-answer")).to_have_count(0)


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_titles_fit_their_boxes_and_boxes_are_large_enough(visit, width):
    page = visit(MARKED, viewport={"width": width, "height": 900})
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".map-node")].flatMap((node) => {
          const box = node.querySelector(".map-node__box").getBoundingClientRect();
          return [...node.querySelectorAll("tspan, .map-node__note, .map-node__id")]
            .filter((part) => {
              const { left, right, top, bottom } = part.getBoundingClientRect();
              return left < box.left || right > box.right || top < box.top || bottom > box.bottom;
            })
            .map((part) => part.textContent);
        })"""
    )
    assert outside == []
    sizes = page.locator(".map-node__box").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(({width, height}) => Math.min(width, height))"
    )
    assert len(sizes) == 19 and min(sizes) >= 24


@pytest.mark.parametrize(
    "options", [PHONE, {"viewport": {"width": 640, "height": 900}}], ids=["320px", "640px"]
)
def test_a_phone_shows_a_list_and_scrolls_one_way_only(visit, options):
    page = visit(MARKED, **options)
    expect(page.locator(".map-picture")).to_be_hidden()
    expect(page.locator(".map-field")).to_have_count(19)
    page.locator("summary").click()
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(19)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main summary")]
          .filter((one) => one.checkVisibility())
          .filter((one) => one.getBoundingClientRect().height < 24)
          .map((one) => one.textContent)"""
    )
    assert small == []


def test_works_without_a_script(visit):
    page = visit(MARKED, java_script_enabled=False)
    expect(page.get_by_role("link", name=re.compile("^2.4 Souveräne Abhängigkeit"))).to_have_attribute(
        "href", "/karte/2.4"
    )
    page.locator("summary").click()
    expect(page.get_by_role("row")).to_have_count(20)


def test_a_screen_reader_hears_three_lists_with_names(visit):
    page = visit(MARKED)
    picture = page.get_by_role("group", name="Landkarte der Studie")
    for name, count in (("Beobachtungsebenen", 8), ("Prinzipien", 6), ("Maßnahmen", 5)):
        expect(picture.get_by_role("list", name=name, exact=True).get_by_role("link")).to_have_count(count)
    expect(
        picture.get_by_role("link", name="3.4 Dezentrale Gewährleistung, Prinzip, berührt", exact=True)
    ).to_be_visible()


@needs_axe
@pytest.mark.parametrize(
    "path", ["landkarte", MARKED, "landkarte?gespraech=fehlt"], ids=["plain", "marked", "notice"]
)
@pytest.mark.parametrize(
    "options",
    [DESK, {"color_scheme": "dark"}, PHONE, {"forced_colors": "active"}],
    ids=["light", "dark", "320px", "forced"],
)
def test_axe_finds_nothing(visit, path, options):
    page = visit(path, **options)
    page.locator("summary").click()
    assert violations(page) == []


@needs_axe
def test_axe_finds_nothing_while_a_box_is_pointed_at(visit):
    page = visit(MARKED)
    page.locator("[data-id='2.4']").hover()
    assert violations(page) == []
