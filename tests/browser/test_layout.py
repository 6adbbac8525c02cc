"""Every registered page on the three screens it is read on: seen, uncut, legible, touchable, and asking no one outside."""

from pathlib import Path

import pytest

from tests.registered import PAGES

LANDSCAPE, PORTRAIT, WALL = (1180, 820), (820, 1180), (1920, 1080)
SIZES = [pytest.param(size, id=f"{size[0]}x{size[1]}") for size in (LANDSCAPE, PORTRAIT, WALL)]
ALLOWED_ENGLISH = {
    line.strip()
    for line in Path(__file__).with_name("english_allowed.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_keeps_its_layout(page, size, open_page, address_of):
    screen = open_page(address_of(page), size)
    faults = []
    if size == LANDSCAPE:
        faults += screen.first_screen_faults()
    faults += screen.faults("sideways")
    screen.unfold()
    faults += screen.faults("sideways")
    faults += screen.faults("cut")
    faults += screen.faults("overlaps")
    faults += screen.contrast_faults()
    if size in (LANDSCAPE, PORTRAIT):
        faults += screen.faults("small_targets")
    faults += [f"asks {host}" for host in sorted(screen.outside_hosts())]
    faults += [f"English: {word}" for word in screen.faults("english_words") if word not in ALLOWED_ENGLISH]
    faults += [f"error in the browser: {text}" for text in screen.errors]
    assert not faults, "\n" + "\n".join(faults)
