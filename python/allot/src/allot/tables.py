"""How plans and lists look: plain rows, a table of text, a data frame."""

from __future__ import annotations

import shutil
import textwrap
from datetime import datetime
from typing import Any, Dict, List, Mapping, Optional, Sequence

Row = Dict[str, Any]

NOTHING = "–"
_CUT_LAST = ("PERSON", "BY")
_LEAST_WIDTH = 8


class Rows:
    """What can be seen as plain rows. `str()` of it is a table that fits the terminal, with fewer columns: who and
    what, without ids."""

    def to_rows(self) -> List[Row]:
        """One dict for each row, all with the same keys."""
        raise NotImplementedError

    def to_pandas(self) -> Any:
        """The rows as a `pandas.DataFrame`. Errors: ImportError (there is no pandas)."""
        import pandas

        return pandas.DataFrame(self.to_rows())


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows under their keys, which are the words that the command line has. "" without rows.

    Under a key that starts with `>` cells stand at the right; under one that starts with `~`, the last, they are
    sentences, which go on below. On a terminal the widest other texts are cut until a row fits, of paths (ITEM) the
    front, and people last; numbers never are. Elsewhere rows are as wide as they are, unless COLUMNS says a width.
    """
    if not rows:
        return ""
    names = list(rows[0])
    lines = [[name.lstrip(">~") for name in names]] + [[_text(row[name]) for name in names] for row in rows]
    room = shutil.get_terminal_size(fallback=(0, 0)).columns
    widths = [max(map(len, column)) for column in zip(*lines)]
    if room > 0:
        widths = _fitted(names, widths, room)
    return "\n".join(_line(cells, names, widths) for cells in lines)


def counted(items: int) -> str:
    """`1 item`, `2 items`."""
    return f"{items} item{'' if items == 1 else 's'}"


def moment(time: Optional[datetime]) -> str:
    """`2026-11-30 17:00`, in the zone that it has: UTC."""
    return NOTHING if time is None else f"{time:%Y-%m-%d %H:%M}"


def _text(value: Any) -> str:
    if value is None:
        return NOTHING
    return moment(value) if isinstance(value, datetime) else str(value)


def _fitted(names: Sequence[str], widths: Sequence[int], room: int) -> List[int]:
    fitted = list(widths)
    for kept in (_CUT_LAST, ()):
        texts = [i for i, name in enumerate(names) if not name.startswith(">") and name not in kept]
        while texts and sum(fitted) + 2 * (len(names) - 1) > room:
            widest = max(texts, key=lambda i: fitted[i])
            if fitted[widest] <= _LEAST_WIDTH:
                break
            fitted[widest] -= 1
    return fitted


def _line(cells: Sequence[str], names: Sequence[str], widths: Sequence[int]) -> str:
    padded = [_cell(*each) for each in zip(cells, names, widths)]
    if names[-1].startswith("~"):
        begin = "".join(cell + "  " for cell in padded[:-1])
        width = len(begin) + widths[-1]
        return textwrap.fill(cells[-1], width, initial_indent=begin, subsequent_indent=" " * len(begin))
    return "  ".join(padded).rstrip()


def _cell(text: str, name: str, width: int) -> str:
    if name.startswith(">"):
        return text.rjust(width)
    if len(text) > width:
        return "…" + text[1 - width :] if name == "ITEM" else text[: width - 1] + "…"
    return text.ljust(width)
