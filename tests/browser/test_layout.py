"""Every registered page on the three screens it is read on: seen, uncut, legible, touchable, and asking no one outside."""

from pathlib import Path

import pytest

from tests.registered import PAGES

LANDSCAPE, PORTRAIT, WALL = (1180, 820), (820, 1180), (1920, 1080)
ALLOWED_ENGLISH = {
    line.strip()
    for line in Path(__file__).with_name("english_allowed.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_keeps_its_layout(page, open_page, address_of):
    """Opened once, then turned and put on the wall, as a tablet is: what does not follow the screen is found, too."""
    screen = open_page(address_of(page), LANDSCAPE)
    faults = [f"{LANDSCAPE}: {fault}" for fault in screen.first_screen_faults()]
    for size in (LANDSCAPE, PORTRAIT, WALL):
        if size != LANDSCAPE:
            screen.resize(size)
        found = screen.faults("sideways")
        screen.unfold()
        found += screen.faults("sideways")
        found += screen.faults("cut")
        found += screen.faults("overlaps")
        found += screen.contrast_faults()
        if size != WALL:
            found += screen.faults("small_targets")
        found += [f"English: {word}" for word in screen.faults("english_words") if word not in ALLOWED_ENGLISH]
        faults += [f"{size}: {fault}" for fault in found]
    faults += [f"asks {host}" for host in sorted(screen.outside_hosts())]
    faults += [f"error in the browser: {text}" for text in screen.errors]
    assert not faults, "\n" + "\n".join(faults)
