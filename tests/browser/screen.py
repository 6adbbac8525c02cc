"""One page in a real browser: what it asked for, what it complained about, what is drawn on it."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import ConsoleMessage, Dialog, Page

CHECKS = Path(__file__).with_name("checks.js").read_text(encoding="utf-8")
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PICTURE = ".st-key-main-picture"
LEAST_CONTRAST = 4.5
PATIENCE = 180_000  # milliseconds after which a page hangs, however busy the machine
Colour = tuple[int, int, int]


@dataclass
class Screen:
    """A browser page that keeps a record of requests, errors and dialogs."""

    page: Page
    host: str
    asked: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))
        self.page.on("websocket", lambda socket: self.asked.add(urlsplit(socket.url).netloc))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note)
        self.page.on("dialog", self._dismiss)

    def open(self, path: str) -> None:
        """Open a page of the dashboard and wait until it is drawn."""
        self.page.goto(f"http://{self.host}/{path.lstrip('/')}")
        self.settle()

    def settle(self) -> None:
        """Wait until the script has ended and nothing grows any more."""
        self.page.wait_for_selector(IDLE, timeout=PATIENCE)
        self.page.wait_for_selector("h1", timeout=PATIENCE)
        self.page.wait_for_selector('[data-testid="stSkeleton"]', state="detached", timeout=PATIENCE)
        self.page.evaluate("document.fonts.ready.then(() => null)")
        assert not self.page.locator('h1[role="alert"]').count(), "the page failed: see the store's log"
        seen = None
        for _ in range(40):
            now = self.page.evaluate("[document.body.innerText.length, document.querySelectorAll('*').length]")
            if now == seen:
                return
            seen = now
            self.page.wait_for_timeout(250)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size and wait until the page has followed."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.settle()

    def unfold(self) -> None:
        """Make the window as high as the page, so that all of it is drawn."""
        size = self.page.viewport_size
        height = self.page.evaluate("""() => Math.max(...[...document.querySelectorAll(
            '[data-testid="stMain"], [data-testid="stAppViewContainer"]')].map((e) => e.scrollHeight)) + 80""")
        self.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
        self.settle()

    def downloads(self, folder: Path) -> list[Path]:
        """Click every download button and return the files."""
        paths = []
        for button in self.page.locator('[data-testid="stDownloadButton"] button').all():
            with self.page.expect_download() as download:
                button.click()
            paths.append(folder / f"{len(paths)}-{download.value.suggested_filename}")
            download.value.save_as(paths[-1])
        return paths

    def outside_hosts(self) -> set[str]:
        """Hosts asked that are not the dashboard's own."""
        return self.asked - {self.host, ""}

    def faults(self, check: str) -> list:
        """Run one of checks.js."""
        return self.page.evaluate(f"() => {{ {CHECKS}\n return {check}(); }}")

    def first_screen_faults(self) -> list[str]:
        """What of title sentence and main picture a reader does not see before scrolling."""
        width, height = self.page.viewport_size["width"], self.page.viewport_size["height"]
        title, picture = (self.page.locator(name).first for name in ("h1", PICTURE))
        if not picture.count():
            return [f"no main picture ({PICTURE})"]
        head, body = title.bounding_box(), picture.bounding_box()
        faults = []
        if not head or head["y"] + head["height"] > height or head["x"] + head["width"] > width:
            faults.append(f"the title sentence does not lie in the first screen: {head}")
        if not body or body["height"] < 80:
            return [*faults, f"the main picture is not drawn: {body}"]
        share = (min(height, body["y"] + body["height"]) - max(0, body["y"])) / body["height"]
        if body["y"] >= height or share < 0.6:
            faults.append(f"only {max(share, 0):.0%} of the main picture lies in the first screen: {body}")
        return faults

    def contrast_faults(self) -> list[str]:
        """Texts that stand out too little from what is drawn behind them."""
        drawn = Image.open(BytesIO(self.page.screenshot())).convert("RGB")
        faults = []
        for line in self.faults("coloured_texts"):
            box, colour = line["box"], tuple(line["colour"])
            region = drawn.crop(tuple(round(box[side]) for side in ("left", "top", "right", "bottom")))
            if not region.width or not region.height:
                continue
            for ground in _grounds(region):
                seen = tuple(
                    round(c * line["opacity"] + g * (1 - line["opacity"])) for c, g in zip(colour, ground, strict=True)
                )
                if not _is_near(seen, ground) and (ratio := contrast(seen, ground)) < LEAST_CONTRAST:
                    faults.append(f"“{line['text']}” {_hex(seen)} on {_hex(ground)}: {ratio:.2f}")
        return sorted(set(faults))

    def _note(self, message: ConsoleMessage) -> None:
        place = message.location["url"]
        is_probe = "/_stcore/" in place and "404" in message.text  # on a deep link Streamlit looks where its root is
        if message.type == "error" and not is_probe:
            self.errors.append(f"{message.text} {place}".strip())

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


def contrast(one: Colour, other: Colour) -> float:
    """Contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _grounds(region: Image.Image) -> list[Colour]:
    """Colours that fill a good part of a text's box: what it is written on (and perhaps the text itself)."""
    pixels = region.width * region.height
    return [colour for count, colour in region.getcolors(pixels) if count >= 0.25 * pixels]


def _is_near(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 12


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
