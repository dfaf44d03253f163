#include "net/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "base/text.h"

namespace allot::net {

namespace beast = boost::beast;

namespace {

std::string_view view_of(beast::string_view text) {
  return {text.data(), text.size()};
}

bool consists_of(std::string_view text, std::string_view others) {
  return std::ranges::all_of(text, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           others.find(c) != std::string_view::npos;
  });
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `name`, `1.2.3.4` or `[::1]`, with a port or without.
bool is_host(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    const auto port = text.substr(end + 1);
    return end > 1 && consists_of(text.substr(1, end - 1), ":.") &&
           (port.empty() || (port[0] == ':' && is_number(port.substr(1))));
  }
  const auto colon = text.find(':');
  const auto name = text.substr(0, colon);
  return !name.empty() && consists_of(name, ".-_") &&
         (colon == std::string_view::npos || is_number(text.substr(colon + 1)));
}

/// Path and query. Proxies' clients send `http://host/path`; the host is not trusted in either
/// form. nullopt for what is no target of ours: `*`, `host:port`, a fragment.
std::optional<std::string> path_and_query(std::string_view target) {
  if (target.find('#') != std::string_view::npos) return std::nullopt;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (to_lower(target.substr(0, scheme.size())) != scheme) continue;
    target.remove_prefix(scheme.size());
    const auto host = target.substr(0, target.find_first_of("/?"));
    if (!is_host(host)) return std::nullopt;
    target.remove_prefix(host.size());
    return target.starts_with('/') ? std::string(target) : "/" + std::string(target);
  }
  if (!target.starts_with('/')) return std::nullopt;
  return std::string(target);
}

/// RFC 9112 §5.2: a header that goes on in the next line. Read differently by different servers.
bool has_folded_line(std::string_view head) {
  return head.find("\n ") != std::string_view::npos || head.find("\n\t") != std::string_view::npos;
}

/// Does a chunk's line end inside a quoted word? Beast would look for the other quote in the chunk.
bool has_open_quote(std::string_view rest) {
  if (rest.starts_with("\r\n")) rest.remove_prefix(2);
  const auto end = rest.find("\r\n");
  return end != std::string_view::npos && std::ranges::count(rest.substr(0, end), '"') % 2 == 1;
}

}  // namespace

/// Beast's grammar with our ears. It has no message object of its own: the head goes straight into
/// a RequestHead.
class RequestParser::Grammar final : public beast::http::basic_parser<true> {
 public:
  State state = State::head;
  http::RequestHead head;
  std::string method;
  std::string expectation;
  bool is_http_1_0 = false;
  bool is_folded = false;
  std::size_t head_bytes = 0;
  HeadLimits limits;
  BodySink sink;

  /// Rules that Beast leaves to us. Two hosts, lengths or codings could be read in two ways by two
  /// servers in a row.
  [[nodiscard]] bool is_sound() const {
    if (is_folded || hosts_ > 1 || (hosts_ == 0 && !is_http_1_0) || !is_host_sound_) return false;
    if (lengths_ > 1 || !is_length_sound_) return false;
    if (codings_ > 1 || (codings_ == 1 && (is_http_1_0 || !is_chunked_alone_))) return false;
    return is_target_sound_;
  }

 private:
  using Error = beast::error_code;

  void
  on_request_impl(beast::http::verb, beast::string_view name, beast::string_view target, int version, Error&)
      override {
    method = std::string(view_of(name));
    is_http_1_0 = version == 10;
    auto path = path_and_query(view_of(target));
    is_target_sound_ = (version == 10 || version == 11) && path.has_value();
    if (path) head.target = *std::move(path);
  }

  void on_response_impl(int, beast::string_view, int, Error&) override {}

  void on_field_impl(
      beast::http::field, beast::string_view name, beast::string_view value, Error& error
  ) override {
    if (is_head_done_) return;  // trailers of a chunked body: nobody reads them
    if (head.headers.size() >= limits.headers) {
      error = beast::http::error::header_limit;
      return;
    }
    auto field = to_lower(view_of(name));
    const auto content = view_of(value);
    if (field == "host") {
      ++hosts_;
      is_host_sound_ = is_host(content);
    }
    if (field == "content-length") {
      ++lengths_;
      is_length_sound_ = is_number(content);  // Beast takes `5, 5`
    }
    if (field == "expect") expectation += to_lower(content);
    if (field == "transfer-encoding") {
      ++codings_;
      is_chunked_alone_ = to_lower(trimmed(content)) == "chunked";
    }
    head.headers.emplace_back(std::move(field), content);
  }

  void on_header_impl(Error&) override { is_head_done_ = true; }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}

  std::size_t on_body_impl(beast::string_view body, Error& error) override {
    if (sink && !sink(view_of(body))) error = beast::http::error::need_buffer;
    return body.size();
  }

  void on_chunk_header_impl(std::uint64_t, beast::string_view, Error&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, Error& error) override {
    return on_body_impl(body, error);
  }

  void on_finish_impl(Error&) override {}

  bool is_head_done_ = false;
  bool is_target_sound_ = false;
  bool is_chunked_alone_ = false;
  bool is_host_sound_ = true;
  bool is_length_sound_ = true;
  int hosts_ = 0;
  int lengths_ = 0;
  int codings_ = 0;
};

RequestParser::RequestParser(const HeadLimits& limits) : grammar_(std::make_unique<Grammar>()) {
  grammar_->header_limit(limits.bytes);
  grammar_->limits = limits;
  grammar_->body_limit(boost::none);  // limits are the route's; the connection counts
}

RequestParser::~RequestParser() = default;
RequestParser::RequestParser(RequestParser&&) noexcept = default;
RequestParser& RequestParser::operator=(RequestParser&&) noexcept = default;

std::size_t RequestParser::put(std::string_view bytes) {
  auto& grammar = *grammar_;
  std::size_t taken = 0;
  const bool was_head = grammar.state == State::head;
  grammar.eager(!was_head);
  while (grammar.state == State::head || grammar.state == State::body) {
    beast::error_code error;
    const auto before = taken;
    taken += grammar.put({bytes.data() + taken, bytes.size() - taken}, error);
    // Beast holds its limit against what is left to parse; ours is for the head as a whole.
    if (was_head) grammar.head_bytes += taken - before;
    // Beast takes a header whole, with the lines that continue it.
    if (was_head && has_folded_line(bytes.substr(before, taken - before))) grammar.is_folded = true;
    if (was_head &&
        (error == beast::http::error::header_limit || grammar.head_bytes > grammar.limits.bytes)) {
      grammar.state = State::head_too_long;
    } else if (error && error != beast::http::error::need_more &&
               error != beast::http::error::need_buffer) {
      grammar.state = State::malformed;
    } else if (error == beast::http::error::need_more && !was_head && grammar.chunked() &&
               has_open_quote(bytes.substr(taken))) {
      grammar.state = State::malformed;
    } else if (grammar.state == State::head && grammar.is_header_done()) {
      grammar.state = grammar.is_sound() ? State::body : State::malformed;
    }
    if (grammar.state == State::body && grammar.is_done()) grammar.state = State::complete;
    const bool head_just_read = was_head && grammar.state != State::head;
    if (error || head_just_read || taken == bytes.size()) break;
  }
  return taken;
}

RequestParser::State RequestParser::state() const {
  return grammar_->state;
}

http::RequestHead RequestParser::take_head() {
  auto head = std::move(grammar_->head);
  head.method = http::parse_method(grammar_->method).value_or(http::Method::get);
  return head;
}

bool RequestParser::knows_method() const {
  return http::parse_method(grammar_->method).has_value();
}

bool RequestParser::keeps_alive() const {
  return grammar_->keep_alive();
}

bool RequestParser::expects_continue() const {
  return grammar_->expectation == "100-continue" && !grammar_->is_http_1_0;
}

bool RequestParser::expects_too_much() const {
  return !grammar_->expectation.empty() && grammar_->expectation != "100-continue" &&
         !grammar_->is_http_1_0;
}

bool RequestParser::is_http_1_0() const {
  return grammar_->is_http_1_0;
}

std::optional<std::uint64_t> RequestParser::content_length() const {
  if (grammar_->chunked()) return std::nullopt;
  const auto length = grammar_->content_length();
  return length ? *length : 0;
}

void RequestParser::set_body_sink(BodySink sink) {
  grammar_->sink = std::move(sink);
}

}  // namespace allot::net
