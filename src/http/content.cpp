#include "http/content.h"

#include <fmt/format.h>

#include <charconv>

#include "base/text.h"

namespace allot::http {

namespace {

struct Range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;  // inclusive
};

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// One range of bytes; nullopt: none asked, or several or broken ones, which are answered with the
/// whole.
Result<std::optional<Range>> parse_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!header.starts_with(unit)) return std::optional<Range>{};
  const auto range = trimmed(header.substr(unit.size()));
  const auto dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) {
    return std::optional<Range>{};
  }
  auto first = parse_number(range.substr(0, dash));
  auto last = parse_number(range.substr(dash + 1));
  if (!first && !last) return std::optional<Range>{};
  if (!first) {  // the last so many bytes
    first = *last >= size ? 0 : size - *last;
    last = size == 0 ? 0 : size - 1;
  }
  if (*first >= size && !(size == 0 && *first == 0)) {
    return fail(
        ErrorCode::range_not_satisfiable,
        fmt::format("The range begins at byte {}, but the item has {} bytes.", *first, size)
    );
  }
  if (size == 0) return std::optional<Range>{};
  const auto end = last && *last < size ? *last : size - 1;
  if (end < *first) return std::optional<Range>{};
  return std::optional(Range{.first = *first, .last = end});
}

/// A media type that is safe to put in a header; anything else is bytes.
std::string safe_media_type(const std::string& type) {
  const bool clean = !type.empty() && type.size() < 200 && !has_control_characters(type) &&
                     type.find('/') != std::string::npos && is_utf8(type) &&
                     type.find_first_of("\"\\<>,") == std::string::npos;
  return clean ? type : "application/octet-stream";
}

}  // namespace

Result<Response> content_response(const Request& request, const ItemContent& content) {
  const auto etag = fmt::format("\"{}\"", content.item.content);
  Response response;
  response.with("etag", etag);
  response.with("accept-ranges", "bytes");
  response.with("cache-control", "private, no-cache");
  response.with("x-content-type-options", "nosniff");
  response.with("content-security-policy", "sandbox; default-src 'none'");
  if (request.header("if-none-match") == etag) {
    response.status = 304;
    return response;
  }
  response.with("content-type", safe_media_type(content.media_type));
  const auto if_range = request.header("if-range");
  const bool may_be_part = if_range.empty() || if_range == etag;
  std::optional<Range> range;
  if (may_be_part) range = TRY(parse_range(request.header("range"), content.size));
  FileRange bytes{.path = content.file, .offset = 0, .length = content.size};
  if (range) {
    response.status = 206;
    bytes.offset = range->first;
    bytes.length = range->last - range->first + 1;
    response.with(
        "content-range", fmt::format("bytes {}-{}/{}", range->first, range->last, content.size)
    );
  }
  response.body = std::move(bytes);
  return response;
}

}  // namespace allot::http
