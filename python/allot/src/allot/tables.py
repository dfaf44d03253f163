"""How plans and lists look: plain rows, a table of text, a data frame."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Sequence

Row = Dict[str, Any]


class Rows:
    """What can be seen as plain rows. `str()` of it is a table."""

    def to_rows(self) -> List[Row]:
        """One dict for each row, all with the same keys."""
        raise NotImplementedError

    def to_pandas(self) -> Any:
        """The rows as a `pandas.DataFrame`. Errors: ImportError (there is no pandas)."""
        import pandas

        return pandas.DataFrame(self.to_rows())


def table(rows: Sequence[Row], columns: Iterable[str]) -> str:
    """Rows under the names of their columns: numbers at the right, texts at the left, None as `·`. "" without rows."""
    if not rows:
        return ""
    names = list(columns)
    cells = [[_text(row[name]) for name in names] for row in rows]
    titles = [name.replace("_", " ").upper() for name in names]
    widths = [max(map(len, column)) for column in zip(titles, *cells)]
    numeric = [all(isinstance(row[name], (int, float, type(None))) for row in rows) for name in names]
    return "\n".join(_line(line, widths, numeric) for line in [titles, *cells])


def counted(items: int) -> str:
    """`1 item`, `2 items`."""
    return f"{items} item{'' if items == 1 else 's'}"


def _text(value: Any) -> str:
    if value is None:
        return "·"
    isoformat = getattr(value, "strftime", None)
    return isoformat("%Y-%m-%d %H:%M:%S") if isoformat else str(value)


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if is_number else cell.ljust(width)
        for cell, width, is_number in zip(cells, widths, numeric)
    )
    return "  ".join(padded).rstrip()
