"""Real image files, small enough to make hundreds of them."""

import struct
import zlib
from pathlib import Path


def png(width=16, height=12, seed=0):
    """The bytes of an RGB picture; every seed gives another one."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = bytearray()
    for y in range(height):
        rows.append(0)  # the filter of the row: none
        for x in range(width):
            rows += bytes(((seed * 37 + x * 11) % 256, (seed * 91 + y * 17) % 256, (seed >> 8) % 256))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(rows)))
        + chunk(b"IEND", b"")
    )


def jpeg(width=24, height=10):
    """A JPEG; Pillow comes with the SDK."""
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (40, 90, 160)).save(buffer, format="JPEG")
    return buffer.getvalue()


def write_pictures(folder, count, first=0):
    """Writes `count` different pictures `picture_NNN.png` into the folder; returns it."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        (folder / f"picture_{number:03d}.png").write_bytes(png(seed=number + 1))
    return folder
