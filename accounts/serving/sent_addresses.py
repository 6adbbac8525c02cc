"""Addresses of files answer only the session to which they were sent: media, downloads and places for uploads.

Streamlit gives a file to whoever knows its address. Every such address reaches a browser in a websocket message, so the
gate notes which were sent to which sign-in, and asks here before it lets a request through.
"""

import re
from collections import OrderedDict
from collections.abc import Hashable

ADDRESS = re.compile(rb"/(?:media/[0-9a-f]+(?:\.[0-9A-Za-z]+)?|_stcore/upload_file/[0-9A-Za-z-]+/[0-9A-Za-z-]+)")
GUARDED = ("/media/", "/_stcore/upload_file/")
MOST = 20_000  # of one session; the oldest are forgotten


class SentAddresses:
    """Which addresses of files were sent to which session."""

    def __init__(self) -> None:
        self._sent: dict[Hashable, OrderedDict[str, None]] = {}

    def note(self, session: Hashable, message: bytes) -> None:
        """Note the addresses in a message that goes to a session's browser."""
        found = ADDRESS.findall(message)
        if found:
            sent = self._sent.setdefault(session, OrderedDict())
            for address in found:
                sent[address.decode()] = None
                sent.move_to_end(address.decode())
            while len(sent) > MOST:
                sent.popitem(last=False)

    def is_for(self, session: Hashable, path: str) -> bool:
        """Tell whether a path is open to a session: no address of a file, or one that was sent to it."""
        return not path.startswith(GUARDED) or path in self._sent.get(session, ())

    def forget(self, session: Hashable) -> None:
        """Forget a session that has ended."""
        self._sent.pop(session, None)
