"""The address of the page as a picture, for the phone beside the screen: whoever opens it has rights of his own."""

from functools import lru_cache
from urllib.parse import urlencode

import segno
import streamlit as st

from pages.components import access, words

LONGEST = 1200  # characters of an address that a phone reads from a screen


def address() -> str:
    """Return the page's address as the browser has it, without the role that the reader looks on as."""
    said = {name: value for name, value in st.query_params.to_dict().items() if name != "role"}
    return (st.context.url or "").partition("?")[0] + (f"?{urlencode(said)}" if said else "")


@lru_cache(maxsize=256)
def picture(text: str) -> str:
    """Return a QR code as the address of an SVG picture."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


def menu() -> None:
    """Draw the QR code of this page in a popover; only where the dashboard is served to others."""
    if not access.is_served():
        return
    with st.popover("扫码"):
        text = address()
        if not text or len(text) > LONGEST:
            words.aside("这一页的网址太长，请用“链接”复制。")
            return
        st.html(
            f'<img alt="本页的二维码" width="240" height="240" src="{picture(text)}">'
            f'<p class="gt-aside">手机扫一扫打开这一页；要用本人的账号登录，看到的以本人的权限为准。</p>'
        )
