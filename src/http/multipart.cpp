#include "http/multipart.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace allot::http {

namespace {

Unexpected broken(std::string_view reason) {
  return fail(ErrorCode::invalid, fmt::format("The multipart body is broken: {}.", reason));
}

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

/// RFC 8187: `UTF-8''a%20b`. nullopt for other character sets and broken encodings.
std::optional<std::string> decode_extended(std::string_view value) {
  const auto first = value.find('\'');
  if (first == std::string_view::npos || to_lower(value.substr(0, first)) != "utf-8") return {};
  const auto second = value.find('\'', first + 1);
  if (second == std::string_view::npos) return {};
  std::string text;
  for (std::size_t i = second + 1; i < value.size(); ++i) {
    if (value[i] != '%') {
      text += value[i];
      continue;
    }
    if (i + 2 >= value.size()) return {};
    const int high = hex_value(value[i + 1]);
    const int low = hex_value(value[i + 2]);
    if (high < 0 || low < 0) return {};
    text += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return text;
}

/// Takes one `name=value` (quoted or not) off the front of `rest`; nullopt at the end or when it is
/// broken.
std::optional<std::pair<std::string, std::string>> take_parameter(std::string_view& rest) {
  while (!rest.empty() && (rest.front() == ';' || rest.front() == ' ' || rest.front() == '\t')) {
    rest.remove_prefix(1);
  }
  const auto equals = rest.find('=');
  if (equals == std::string_view::npos) return {};
  auto name = to_lower(trimmed(rest.substr(0, equals)));
  rest.remove_prefix(equals + 1);
  std::string value;
  if (rest.empty() || rest.front() != '"') {
    const auto end = std::min(rest.find(';'), rest.size());
    value = std::string(trimmed(rest.substr(0, end)));
    rest.remove_prefix(end);
    return std::pair(std::move(name), std::move(value));
  }
  std::size_t at = 1;
  for (; at < rest.size() && rest[at] != '"'; ++at) {
    // Browsers of old send paths with single backslashes; only quotes and backslashes are escaped.
    if (rest[at] == '\\' && at + 1 < rest.size() && (rest[at + 1] == '"' || rest[at + 1] == '\\')) {
      ++at;
    }
    value += rest[at];
  }
  if (at == rest.size()) return {};
  rest.remove_prefix(at + 1);
  return std::pair(std::move(name), std::move(value));
}

Result<PartHead> parse_part_head(std::string_view lines) {
  if (!is_utf8(lines)) return broken("a part's header is no UTF-8");
  PartHead head;
  bool is_named = false;
  while (!lines.empty()) {
    const auto end = std::min(lines.find("\r\n"), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 2, lines.size()));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return broken("a part has a header line without a colon");
    const auto field = to_lower(trimmed(line.substr(0, colon)));
    const auto value = trimmed(line.substr(colon + 1));
    if (field == "content-type") head.content_type = std::string(value);
    if (field != "content-disposition") continue;
    if (to_lower(trimmed(value.substr(0, value.find(';')))) != "form-data") {
      return broken("a part is no form-data");
    }
    const auto name = header_parameter(value, "name");
    if (!name) return broken("a part has no name");
    head.name = *name;
    head.filename = header_parameter(value, "filename");
    head.filename_is_exact = header_parameter(value, "filename*").has_value();
    is_named = true;
  }
  if (!is_named) return broken("a part has no name");
  // Once more: `filename*` was decoded.
  if (!is_utf8(head.name) || !is_utf8(head.filename.value_or(""))) {
    return broken("a part's name is no UTF-8");
  }
  return head;
}

}  // namespace

std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  const auto start = header.find(';');
  if (start == std::string_view::npos) return {};
  auto rest = header.substr(start);
  std::optional<std::string> plain;
  while (auto parameter = take_parameter(rest)) {
    if (parameter->first == name && !plain) plain = std::move(parameter->second);
    if (parameter->first == std::string(name) + '*') return decode_extended(parameter->second);
  }
  return plain;
}

Result<std::string> multipart_boundary(std::string_view content_type) {
  const auto type = to_lower(trimmed(content_type.substr(0, content_type.find(';'))));
  if (type != "multipart/form-data") {
    return fail(ErrorCode::invalid, "The body must be multipart/form-data.");
  }
  auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70) {
    return fail(ErrorCode::invalid, "The content type has no boundary of 1 to 70 characters.");
  }
  return *std::move(boundary);
}

MultipartParser::MultipartParser(const std::string& boundary, Listener& listener)
    : delimiter_("\r\n--" + boundary),
      listener_(listener),
      held_("\r\n") {}  // so that a boundary at the very start is found like any other

Result<Done> MultipartParser::push(std::string_view bytes) {
  // Only a short end is ever held, so it is cheaper to join it with the new bytes than to look at
  // both.
  std::string joined;
  if (!held_.empty()) {
    joined = std::exchange(held_, {});
    joined += bytes;
    bytes = joined;
  }
  while (TRY(step(bytes))) {
  }
  held_ = std::string(bytes);
  return Done{};
}

Result<Done> MultipartParser::finish() const {
  if (state_ != State::epilogue) return broken("its final boundary is missing");
  return Done{};
}

/// Goes one state on; false when more bytes are needed. What it has understood is taken off `rest`.
Result<bool> MultipartParser::step(std::string_view& rest) {
  switch (state_) {
    case State::preamble: return find_first_boundary(rest);
    case State::after_boundary: return read_after_boundary(rest);
    case State::header: return read_header(rest);
    case State::content: return read_content(rest);
    case State::epilogue: rest = {}; return false;
  }
  return false;
}

Result<bool> MultipartParser::find_first_boundary(std::string_view& rest) {
  const auto at = rest.find(delimiter_);
  if (at == std::string_view::npos) {
    rest.remove_prefix(rest.size() - std::min(rest.size(), delimiter_.size() - 1));
    return false;
  }
  rest.remove_prefix(at + delimiter_.size());
  state_ = State::after_boundary;
  return true;
}

Result<bool> MultipartParser::read_after_boundary(std::string_view& rest) {
  if (rest.size() < 2) return false;
  if (rest.starts_with("--")) {
    state_ = State::epilogue;
    return true;
  }
  // Transport padding: white space may follow the boundary on its line.
  const auto text = rest.find_first_not_of(" \t");
  if (text == std::string_view::npos || text + 2 > rest.size()) {
    if (rest.size() > header_bytes_max) return broken("a boundary line does not end");
    return false;
  }
  if (rest.substr(text, 2) != "\r\n") return broken("a boundary is followed by other text");
  if (++parts_ > parts_max) return broken("it has too many parts");
  // The line's end stays: headers then always end with an empty line, also when there are none.
  rest.remove_prefix(text);
  state_ = State::header;
  return true;
}

Result<bool> MultipartParser::read_header(std::string_view& rest) {
  const auto end = rest.find("\r\n\r\n");
  if (std::min(end, rest.size()) > header_bytes_max) return broken("a part's header is too long");
  if (end == std::string_view::npos) return false;
  const auto lines = end == 0 ? std::string_view{} : rest.substr(2, end - 2);
  auto head = TRY(parse_part_head(lines));
  TRY(listener_.begin_part(std::move(head)));
  rest.remove_prefix(end + 4);
  state_ = State::content;
  return true;
}

Result<bool> MultipartParser::read_content(std::string_view& rest) {
  const auto at = rest.find(delimiter_);
  if (at != std::string_view::npos) {
    if (at > 0) TRY(listener_.part_bytes(rest.substr(0, at)));
    TRY(listener_.end_part());
    rest.remove_prefix(at + delimiter_.size());
    state_ = State::after_boundary;
    return true;
  }
  // The last bytes may be the start of a boundary.
  const auto tail_max = std::min(rest.size(), delimiter_.size() - 1);
  auto cut = rest.find('\r', rest.size() - tail_max);
  while (cut != std::string_view::npos && !delimiter_.starts_with(rest.substr(cut))) {
    cut = rest.find('\r', cut + 1);
  }
  const auto whole = rest.substr(0, cut);
  if (!whole.empty()) TRY(listener_.part_bytes(whole));
  rest.remove_prefix(whole.size());
  return false;
}

UploadBody::UploadBody(FileStore& files, const std::string& boundary, std::uint64_t field_bytes_max)
    : files_(files), field_bytes_max_(field_bytes_max), parser_(boundary, *this) {}

Result<std::vector<Part>> UploadBody::finish() {
  TRY(parser_.finish());
  return std::move(parts_);
}

Result<Done> UploadBody::begin_part(PartHead head) {
  if (head.filename) writer_ = files_.spool();
  parts_.push_back(
      {.name = std::move(head.name),
       .filename = std::move(head.filename).value_or(""),
       .filename_is_exact = head.filename_is_exact,
       .content_type = std::move(head.content_type),
       .bytes = {},
       .file = {}}
  );
  return Done{};
}

Result<Done> UploadBody::part_bytes(std::string_view bytes) {
  if (writer_) {
    writer_->append(bytes);
    return Done{};
  }
  field_bytes_ += bytes.size();
  if (field_bytes_ > field_bytes_max_) {
    return fail(
        ErrorCode::too_large,
        fmt::format("The fields of the body are over the limit of {} bytes.", field_bytes_max_)
    );
  }
  parts_.back().bytes += bytes;
  return Done{};
}

Result<Done> UploadBody::end_part() {
  auto& part = parts_.back();
  if (writer_) {
    part.file = std::exchange(writer_, nullptr)->finish();
  } else if (!is_utf8(part.bytes)) {
    return invalid_field(printable(part.name), "is not UTF-8");
  }
  return Done{};
}

}  // namespace allot::http
