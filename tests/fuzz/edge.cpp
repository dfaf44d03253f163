#include <algorithm>
#include <functional>
#include <optional>

#include "auth/callback.h"
#include "base/name.h"
#include "base/text.h"
#include "base/unicode.h"
#include "fuzz/targets.h"
#include "http/content.h"
#include "http/multipart.h"
#include "json/stored.h"
#include "net/request_parser.h"
#include "usecases/items/path.h"

namespace allot::fuzz {

namespace {

using Push = std::function<bool(std::string_view piece)>;  // false: wants no more

/// Gives the text in pieces of this many bytes; 0: whole.
void in_pieces(std::string_view text, std::size_t size, const Push& push) {
  if (size == 0) size = std::max<std::size_t>(text.size(), 1);
  while (!text.empty() && push(text.substr(0, size)))
    text.remove_prefix(std::min(size, text.size()));
}

// --- requests

struct ReadRequest {
  net::RequestParser::State state = net::RequestParser::State::head;
  http::RequestHead head;
  std::string body;
  std::string rest;  // belongs to the next request

  bool operator==(const ReadRequest& other) const {
    return state == other.state && head.method == other.head.method &&
           head.target == other.head.target && head.headers == other.head.headers &&
           body == other.body && rest == other.rest;
  }
};

/// As a connection does it: what is not understood yet comes again, with more behind it.
ReadRequest read_request(std::string_view bytes, std::size_t piece_size) {
  using State = net::RequestParser::State;
  ReadRequest read;
  net::RequestParser parser({.bytes = 2048, .headers = 20});
  parser.set_body_sink([&](std::string_view body) {
    read.body += body;
    return true;
  });
  in_pieces(bytes, piece_size, [&](std::string_view piece) {
    read.rest += piece;
    for (;;) {
      const bool was_head = parser.state() == State::head;
      read.rest.erase(0, parser.put(read.rest));
      const bool head_just_read = was_head && parser.state() == State::body;
      if (was_head && (head_just_read || parser.state() == State::complete)) {
        read.head = parser.take_head();
      }
      if (!head_just_read) break;
    }
    return true;
  });
  read.state = parser.state();
  return read;
}

bool is_broken(net::RequestParser::State state) {
  return state == net::RequestParser::State::malformed ||
         state == net::RequestParser::State::head_too_long;
}

void request(std::string_view bytes, std::size_t piece_size) {
  using State = net::RequestParser::State;
  const auto whole = read_request(bytes, 0);
  const auto cut = read_request(bytes, piece_size);
  // A head that is not complete may be refused as soon as one of its lines is looked at.
  if (whole.state == State::head || cut.state == State::head) {
    const auto& other = whole.state == State::head ? cut : whole;
    return require(
        other.state == State::head || is_broken(other.state), "a head ends in pieces only"
    );
  }
  require(is_broken(whole.state) == is_broken(cut.state), "a request is refused in pieces only");
  if (is_broken(whole.state)) return;  // whatever is there of it is not used
  require(whole == cut, "a request means something else in pieces");
  if (whole.state != State::complete) return;
  static_cast<void>(http::parse_target(whole.head.target));
}

// --- multipart

class Parts final : public http::MultipartParser::Listener {
 public:
  std::string told;  // everything heard, as text

  Result<Done> begin_part(http::PartHead head) override {
    told += "part " + head.name + "|" + head.filename.value_or("-") + "|" + head.content_type + ":";
    return Done{};
  }

  Result<Done> part_bytes(std::string_view bytes) override {
    told += bytes;
    return Done{};
  }

  Result<Done> end_part() override {
    told += ";";
    return Done{};
  }
};

std::string read_multipart(std::string_view bytes, std::size_t piece_size) {
  Parts parts;
  http::MultipartParser parser("frontier", parts);
  bool is_good = true;
  in_pieces(bytes, piece_size, [&](std::string_view piece) {
    is_good = parser.push(piece).has_value();
    return is_good;
  });
  if (!is_good) return "refused";
  return parts.told + (parser.finish() ? "whole" : "cut off");
}

void multipart(std::string_view bytes, std::size_t piece_size) {
  require(
      read_multipart(bytes, 0) == read_multipart(bytes, piece_size),
      "a multipart body means something else in pieces"
  );
}

// --- small texts

void small_texts(std::string_view bytes) {
  static_cast<void>(http::parse_target(bytes));
  static_cast<void>(http::parse_form(bytes));
  static_cast<void>(http::header_parameter(bytes, "filename"));
  static_cast<void>(http::multipart_boundary(bytes));
  const auto origin = parse_origin(bytes);
  if (!origin) return;
  const auto again = parse_origin(*origin);
  require(again && *again == *origin, "an origin read again is another");
}

void callback(std::string_view bytes) {
  const auto parsed = parse_callback(bytes, {});
  if (!parsed) return;
  const auto is_at = [&](std::string_view host) {
    const auto& origin = parsed->origin;
    if (!origin.starts_with(host)) return false;
    const auto port = std::string_view(origin).substr(host.size());
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return port.empty() || (port.starts_with(':') && std::ranges::all_of(port.substr(1), is_digit));
  };
  require(
      is_at("http://localhost") || is_at("http://127.0.0.1") || is_at("http://[::1]"),
      "tokens leave the machine"
  );
  require(parsed->base == parsed->origin + "/", "a base that is more than its origin");
}

void range(std::string_view bytes, std::uint64_t size) {
  http::Request request;
  request.head.headers = {{"range", std::string(bytes)}};
  ItemContent content;
  content.size = size;
  const auto response = http::content_response(request, content);
  if (!response) return;
  const auto& part = std::get<http::FileRange>(response->body);
  require(part.offset <= size && part.length <= size - part.offset, "bytes outside of the file");
}

void stored_json(std::string_view bytes) {
  for (const auto shape : {json::Shape::object, json::Shape::array, json::Shape::any}) {
    const auto read = json::readable(bytes, shape);
    require(json::is_storable(read, shape), "a stored text is read as what cannot be stored");
    require(json::readable(read, shape) == read, "a stored text read again is another");
  }
}

// --- people, names, paths

void names(std::string_view bytes) {
  if (!is_utf8(bytes)) {
    require(!parse_email(bytes), "bytes that are no text name a person");
    require(!check_name(bytes), "bytes that are no text are a name");
    require(!parse_item_path(bytes), "bytes that are no text are a path");
    return;
  }
  const auto once = folded(bytes);
  require(is_utf8(once) && folded(once) == once, "folded twice is not folded once");
  if (const auto person = parse_email(bytes)) {
    const auto again = parse_email(person->text);
    require(again && *again == *person, "an address read again is somebody else");
  }
  if (check_name(bytes)) require(!has_control_characters(bytes), "a control character in a name");
  if (const auto path = parse_item_path(bytes)) {
    const auto again = parse_item_path(*path);
    require(again && *again == *path, "a path read again is another");
  }
}

}  // namespace

void edge(std::string_view bytes) {
  if (bytes.size() < 2) return;
  const auto kind = bytes[0];
  const auto number = static_cast<std::size_t>(static_cast<unsigned char>(bytes[1]));
  bytes.remove_prefix(2);
  switch (kind) {
    case 'R': return request(bytes, number);
    case 'M': return multipart(bytes, number);
    case 'T': return small_texts(bytes);
    case 'C': return callback(bytes);
    case 'B': return range(bytes, number);
    case 'N': return names(bytes);
    case 'J': return stored_json(bytes);
    default: return;
  }
}

}  // namespace allot::fuzz
