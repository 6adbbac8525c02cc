"""The layout checks themselves: each sees its fault, and none sees one on a sound page."""

import pytest

from tests.browser.screen import Screen, contrast

PAGE = """<body style="margin:0"><div data-testid="stMain" style="height:100vh;overflow:auto;font:16px sans-serif">{}</div>"""
SOUND = """
    <h1>今年完成六成，慢六个百分点</h1>
    <p>上报 12.5 亿元<span style="position:absolute;left:-9999px">只给读屏器</span></p>
    <a href="x" style="display:block;min-height:44px;width:90px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">
        名字很长很长很长的项目</a>
    <div style="overflow:auto;height:50px"><p style="height:200px">自己滚动的清单</p></div>
    <div role="row" style="position:relative;height:44px"><a href="x">整行<style>a[href]::after{content:"";position:absolute;inset:0}</style></a>
        <div style="width:60px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">可以省略的第二行</div></div>
    <div class="st-key-main-picture" style="height:300px"><svg width="300" height="100"><text x="9" y="50">计划</text></svg></div>
"""
FAULTS = {
    "sideways": '<div style="width:1400px">太宽</div>',
    "cut": '<p style="width:60px;overflow:hidden;white-space:nowrap">文字被边框切断了一截</p>',
    "overlaps": '<p style="position:absolute;top:90px">第一句话</p><p style="position:absolute;top:92px">第二句话</p>',
    "small_targets": "<button>太小</button>",
    "english_words": "<p>Loading</p>",
}
SVG_FAULTS = {
    "cut": '<svg width="200" height="50" style="overflow:hidden"><text x="150" y="30">写到图外去的标签</text></svg>',
    "overlaps": '<svg width="200" height="50"><text x="9" y="30">九月</text><text x="20" y="30">十月</text></svg>',
}


SHADOW = (
    '<div><template shadowrootmode="open"><style>button {{ all: unset }}</style>{}</template></div>'  # as lists are
)


@pytest.fixture
def draw(browser):
    """Draw a piece of HTML as the body of a page."""
    page = browser.new_page(viewport={"width": 1180, "height": 820})

    def draw(html: str) -> Screen:
        page.set_content(PAGE.format(html))
        return Screen(page, "127.0.0.1")

    yield draw
    page.close()


def test_a_sound_page_has_no_faults(draw):
    screen = draw(SOUND)
    assert [screen.faults(check) for check in FAULTS] == [[]] * len(FAULTS)
    assert screen.first_screen_faults() == []
    assert screen.contrast_faults() == []


@pytest.mark.parametrize(("check", "html"), [*FAULTS.items(), *SVG_FAULTS.items()])
def test_a_fault_is_seen(check, html, draw):
    assert len(draw(html).faults(check)) == 1


@pytest.mark.parametrize("check", ["cut", "overlaps", "small_targets", "english_words"])
def test_a_fault_in_a_component_is_seen(check, draw):
    screen = draw("")
    screen.page.evaluate(
        "html => document.querySelector('[data-testid=stMain]').setHTMLUnsafe(html)", SHADOW.format(FAULTS[check])
    )
    assert len(screen.faults(check)) == 1


def test_pale_text_is_seen_whatever_it_stands_on(draw):
    screen = draw("""
        <p style="color:#aaaaaa">淡灰在白</p>
        <p style="opacity:.4">半透明</p>
        <p style="background:#c06a3d;color:#ffffff;width:90px">白在橙</p>
        <svg width="200" height="50"><rect width="200" height="50" fill="#0b5cad"/>
        <text x="9" y="30" fill="#18222d">黑在蓝</text></svg>
        <p style="color:#5a6673">够深的灰</p>
    """)
    assert [fault.split("”")[0][1:] for fault in screen.contrast_faults()] == ["半透明", "淡灰在白", "白在橙", "黑在蓝"]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<h1>标题</h1>", "no main picture"),
        ('<h1>标题</h1><div class="st-key-main-picture"></div>', "not drawn"),
        (
            '<h1>标题</h1><div class="st-key-main-picture" style="margin-top:600px;height:400px"></div>',
            "of the main picture",
        ),
        ('<div class="st-key-main-picture" style="height:850px"></div><h1>标题</h1>', "title sentence"),
    ],
)
def test_what_lies_below_the_first_screen_is_seen(html, said, draw):
    assert any(said in fault for fault in draw(html).first_screen_faults())


def test_contrast_is_that_of_wcag():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
