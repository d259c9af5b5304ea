"""Pictures are kept and shown at once, however large; another look keeps the club's colours."""

from __future__ import annotations

import io
import time
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.campaign import Marketer
from tests.journeys.test_nothing_typed_is_lost import page  # noqa: F401 - the same fixture

pytestmark = pytest.mark.journey
QUIZ = "/hubs/1/edit/cards/quiz"
POLL = "/hubs/1/edit/cards/poll"
WHEEL = "/hubs/1/edit/cards/wheel"
FOLDER = TemporaryDirectory()
"""Where the pictures stand that are chosen."""


def photo(side: int = 1200, over: int = 0) -> bytes:
    """A PNG with ``over`` bytes behind its end, which a browser reads nevertheless."""
    body = io.BytesIO()
    Image.linear_gradient("L").resize((side, side)).save(body, "PNG")
    return body.getvalue() + b"\0" * over


def choose(page, label, name, body, nth=0) -> None:  # noqa: F811
    """From a file, as a person does: what is large takes Playwright long to hand over itself. It
    stays where it is: the browser reads it again when it sends it again."""
    file = Path(mkdtemp(dir=FOLDER.name)) / name
    file.write_bytes(body)
    page.get_by_label(label, exact=True).nth(nth).set_input_files(file)
    page.locator("#saved").filter(has_text="going up").wait_for(state="detached")


def test_chosen_pictures_are_kept_and_shown_at_once_however_large(demo, page):  # noqa: F811
    page.goto(demo.url + QUIZ)
    page.get_by_label("One line under the title").fill("Typed beside a picture")
    choose(page, "Cover picture", "fifteen.png", photo(over=15_000_000))
    expect(page.locator(".editing img.picked")).to_have_count(1, timeout=15_000)
    choose(page, "Picture", "four.png", photo(over=4_000_000))
    choose(page, "Picture", "four.png", photo(over=4_000_000), nth=1)
    pictures = page.locator(".editing img.picked")
    expect(pictures).to_have_count(3, timeout=15_000)
    expect(page.locator("#saved")).to_contain_text("Saved today")
    page.reload()
    expect(pictures).to_have_count(3)
    assert pictures.nth(0).evaluate("async each => (await each.decode(), each.naturalWidth)") == 400
    expect(page.get_by_label("One line under the title")).to_have_value("Typed beside a picture")


def test_pictures_chosen_while_others_are_on_a_slow_line_are_kept(demo, page):  # noqa: F811
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.goto(demo.url + POLL)
    page.get_by_label("One line under the title").fill("Typed beside pictures")
    page.route("**/edit/pictures", slowly)
    pictures = page.get_by_label("Picture", exact=True)
    count = pictures.count()
    assert count > 2
    # Each dialog is opened before the picture before it has come back, and answered after.
    dialogs = []
    for nth in range(count):
        with page.expect_file_chooser() as opened:
            pictures.nth(nth).click()
        dialogs.append(opened.value)
    for nth, dialog in enumerate(dialogs):
        dialog.set_files({"name": f"{nth}.png", "mimeType": "image/png", "buffer": photo(300)})
        page.wait_for_timeout(400)
    expect(page.locator(".editing img.picked")).to_have_count(count, timeout=40_000)
    expect(page.locator("#saved")).to_contain_text("Saved today")
    page.reload()
    expect(page.locator(".editing img.picked")).to_have_count(count)
    expect(page.get_by_label("One line under the title")).to_have_value("Typed beside pictures")


def test_a_picture_that_did_not_get_through_is_sent_again(demo, page):  # noqa: F811
    page.goto(demo.url + WHEEL)
    page.route("**/edit/pictures", lambda route: route.abort(), times=1)
    choose(page, "Cover picture", "four.png", photo(300))
    expect(page.locator("#saved")).to_contain_text("no connection")
    page.get_by_label("One line under the title").fill("Typed meanwhile")
    expect(page.locator(".editing img.picked")).to_have_count(1, timeout=15_000)


def slowly(route) -> None:
    """A line on which each answer takes 1.2 seconds more."""
    answer = route.fetch(max_redirects=0)
    time.sleep(1.2)
    route.fulfill(response=answer)


def test_a_file_that_is_no_picture_is_named_and_harms_nothing(demo, page):  # noqa: F811
    page.goto(demo.url + QUIZ)
    page.get_by_label("One line under the title").fill("Typed beside a film")
    choose(page, "Cover picture", "film.png", b"\0" * 15_000_000)
    refused = page.locator("[role=alert][data-refused]")
    expect(refused).to_contain_text("“film.png” is larger than 10 MB", timeout=15_000)
    choose(page, "Cover picture", "text.png", b"no picture")
    expect(refused).to_contain_text("“text.png”: This file is not a picture that we can read.")
    expect(page.get_by_label("One line under the title")).to_have_value("Typed beside a film")


def test_another_look_keeps_the_clubs_own_colours(demo, page):  # noqa: F811
    page.goto(f"{demo.url}/hubs/1/edit")
    accent = page.get_by_label("Accent colour")
    page.get_by_label("Sherbet").check()
    page.get_by_label("Gallery").check()
    assert accent.input_value() == "#1b1b1b"
    accent.fill("#123456")
    page.get_by_label("Sherbet").check()
    assert accent.input_value() == "#123456"
    page.get_by_role("button", name="Take the colours of this look").click()
    assert accent.input_value() == "#7a3cc2"
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("Saved.", exact=True).wait_for()
    assert accent.input_value() == "#7a3cc2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ["/hubs/1/edit", QUIZ, "/hubs/1/edit/cards/draw/form"])
def test_the_edges_of_controls_can_be_seen(demo, page, scheme, where):  # noqa: F811
    page.emulate_media(color_scheme=scheme)
    page.goto(demo.url + where)
    faint = page.evaluate(EDGES)
    assert faint == []


EDGES = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    canvas.fillStyle = "#fff"; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => {
      const part = v / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    const clear = /, 0\\)|transparent/.test(colour);
    return clear && node.parentElement ? ground(node.parentElement) : colour;
  };
  const controls = ".editing :is(.form-control, .form-select, .form-check-input)";
  return [...document.querySelectorAll(controls)]
    .filter((each) => each.offsetParent && !each.checked)
    .map((each) => {
      const edge = light(getComputedStyle(each).borderTopColor);
      const around = light(ground(each.parentElement));
      return [each.name, (Math.max(edge, around) + 0.05) / (Math.min(edge, around) + 0.05)];
    })
    .filter(([, ratio]) => ratio < 3);
}"""


def test_from_a_logo_to_a_hub_that_can_be_published(demo, page):  # noqa: F811
    """In under a minute: presses and letters as ``campaign.py`` counts them, and the page's own
    time."""
    logo = io.BytesIO()
    Image.new("RGB", (60, 40), "#12355b").save(logo, "PNG")
    page.goto(f"{demo.url}/hubs/")
    who, begun = Marketer(page), time.monotonic()
    who.press(page.get_by_role("link", name="New hub"))
    file = {"name": "logo.png", "mimeType": "image/png", "buffer": logo.getvalue()}
    who.choose(page.get_by_label("Your logo"), file)
    page.get_by_text("Dressed in the two strongest colours").wait_for()
    who.press(page.get_by_label("Grow the email list"))
    who.write("Corner Café", page.get_by_label("Hub name"))
    shown = page.locator("#shown").content_frame
    shown.get_by_role("heading", name="Corner Café").wait_for()
    shown.get_by_text("Be the first to know").wait_for()
    who.press(page.get_by_role("button", name="Create hub"))
    who.press(page.get_by_role("link", name="Publish"))
    page.get_by_role("button", name="Publish version 1").wait_for()
    took = who.seconds + time.monotonic() - begun
    print(f"from a logo to publishable: {who.clicks} clicks, {took:.0f} s")
    assert took < 60
    page.get_by_role("button", name="Publish version 1").click()
    page.goto(f"{demo.url}/h/corner-cafe/")
    page.get_by_text("What shall we write about?").wait_for()
    # Another look keeps what the logo gave.
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(13, 59, 46)"
