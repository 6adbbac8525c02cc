"""The shared texts of an old .xls whose formatting changes what they say (SST record, MS-XLS 2.4.265)."""

from collections.abc import Callable
from struct import unpack_from

from etl.intake import rich_text
from etl.intake.rich_text import Run

WIDE, PHONETIC, RICH = 0x01, 0x04, 0x08


class _Stream:
    """The contents of an SST record and of those that continue it."""

    def __init__(self, parts: list[bytes]) -> None:
        self.parts, self.part, self.at = parts, 0, 0

    def _turn(self) -> None:
        while self.part < len(self.parts) - 1 and self.at >= len(self.parts[self.part]):
            self.part, self.at = self.part + 1, 0

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        taken = b""
        while len(taken) < size:
            self._turn()
            piece = self.parts[self.part][self.at : self.at + size - len(taken)]
            if not piece:
                raise IndexError("the texts end too soon")
            self.at += len(piece)
            taken += piece
        return taken

    def letters(self, count: int, *, is_wide: bool) -> str:
        """Return the next letters; where a record continues the text, it says anew how wide they are."""
        text = ""
        while len(text) < count:
            if self.at >= len(self.parts[self.part]):
                self._turn()
                is_wide = bool(self.take(1)[0] & WIDE)
            width = 2 if is_wide else 1
            here = min(count - len(text), (len(self.parts[self.part]) - self.at) // width)
            if here < 1:
                raise IndexError("a letter is cut in two")
            text += self.take(here * width).decode("utf-16-le" if is_wide else "latin-1", errors="replace")
        return text


def rich_texts(parts: list[bytes], font: Callable[[int], tuple[bool, bool]]) -> dict[int, list[Run]]:
    """Return the texts whose formatting matters, by their number; ``font`` tells whether it is struck, and raised."""
    stream = _Stream(parts)
    count = unpack_from("<I", stream.take(8), 4)[0]
    found = {}
    for number in range(count):
        length, options = unpack_from("<HB", stream.take(3))
        runs = unpack_from("<H", stream.take(2))[0] if options & RICH else 0
        phonetic = unpack_from("<I", stream.take(4))[0] if options & PHONETIC else 0
        text = stream.letters(length, is_wide=bool(options & WIDE))
        changes = [unpack_from("<HH", stream.take(4)) for _ in range(runs)]
        stream.take(phonetic)
        if not changes:
            continue
        starts = [0, *(start for start, _ in changes), len(text)]
        fonts = [(None, False), *(font(one) for _, one in changes)]
        pieces = [
            Run(text[start:end], *of) for start, end, of in zip(starts, starts[1:], fonts, strict=False) if start < end
        ]
        if rich_text.is_telling(pieces):
            found[number] = pieces
    return found
