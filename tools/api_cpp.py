"""Files as C++: what src/http/api_files.h declares, so that the program needs nothing beside it."""

import hashlib

# ISO C++ asks compilers for literals of 65,536 bytes, and some warn beyond.
PIECE_BYTES = 60_000


def pieces_of(text):
    """The text in pieces of at most PIECE_BYTES bytes of UTF-8."""
    raw = text.encode()
    at = 0
    while at < len(raw):
        end = min(at + PIECE_BYTES, len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        yield raw[at:end].decode()
        at = end


def literal(text):
    mark = "ALLOT"
    assert f'){mark}"' not in text
    return f'R"{mark}({text}){mark}"'


def etag(text):
    """Weak: compressed or not, it is the same text."""
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'


def source(files):
    out = [
        "// Made by tools/api_document.py of api/*.yaml.",
        '#include "http/api_files.h"',
        "",
        "#include <string_view>",
        "",
        "namespace allot::http {",
        "namespace {",
        "using namespace std::string_view_literals;  // lengths that are known are not counted",
    ]
    for number, file in enumerate(files):
        out.append(f"constexpr std::string_view pieces_{number}[] = {{")
        out += [literal(piece) + "sv," for piece in pieces_of(file.text)]
        out.append("};")
    out.append("constexpr ApiFile all[] = {")
    for number, file in enumerate(files):
        out.append(f'    {{"{file.name}", "{file.media_type}", {literal(etag(file.text))}, pieces_{number}}},')
    out += [
        "};",
        "}  // namespace",
        "",
        "std::span<const ApiFile> api_files() {",
        "  return all;",
        "}",
        "",
        "}  // namespace allot::http",
    ]
    return "\n".join(out) + "\n"
