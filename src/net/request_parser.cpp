#include "net/request_parser.h"

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

/// Proxies' clients send `http://host/path`; the host is not trusted in either form.
std::string without_origin(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (to_lower(target.substr(0, scheme.size())) != scheme) continue;
    const auto path = target.find('/', scheme.size());
    return path == std::string_view::npos ? "/" : std::string(target.substr(path));
  }
  return std::string(target);
}

}  // namespace

/// Beast's grammar with our ears. It has no message object of its own: the head goes straight into
/// a RequestHead.
class RequestParser::Grammar final : public beast::http::basic_parser<true> {
 public:
  State state = State::head;
  http::RequestHead head;
  std::string method;
  bool is_continue_expected = false;
  bool is_http_1_0 = false;
  std::size_t head_bytes = 0;
  std::size_t head_bytes_max = 0;
  BodySink sink;

  /// Rules that Beast leaves to us. Two hosts or codings could be read in two ways by two servers
  /// in a row.
  [[nodiscard]] bool is_sound() const {
    if (hosts_ > 1 || (hosts_ == 0 && !is_http_1_0)) return false;
    if (codings_ > 1 || (codings_ == 1 && (is_http_1_0 || !is_chunked_alone_))) return false;
    return is_target_sound_;
  }

 private:
  using Error = beast::error_code;

  void
  on_request_impl(beast::http::verb, beast::string_view name, beast::string_view target, int version, Error&)
      override {
    method = std::string(view_of(name));
    head.target = without_origin(view_of(target));
    is_http_1_0 = version == 10;
    is_target_sound_ = (version == 10 || version == 11) && head.target.starts_with('/');
  }

  void on_response_impl(int, beast::string_view, int, Error&) override {}

  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value, Error&)
      override {
    if (is_head_done_) return;  // trailers of a chunked body: nobody reads them
    auto field = to_lower(view_of(name));
    const auto content = view_of(value);
    if (field == "host") ++hosts_;
    if (field == "expect" && to_lower(content) == "100-continue") is_continue_expected = true;
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
  int hosts_ = 0;
  int codings_ = 0;
};

RequestParser::RequestParser(std::uint32_t head_bytes_max) : grammar_(std::make_unique<Grammar>()) {
  grammar_->header_limit(head_bytes_max);
  grammar_->head_bytes_max = head_bytes_max;
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
    taken += grammar.put({bytes.data() + taken, bytes.size() - taken}, error);
    // Beast holds its limit against what is left to parse; ours is for the head as a whole.
    if (was_head) grammar.head_bytes += taken;
    if (was_head && (error == beast::http::error::header_limit ||
                     grammar.head_bytes > grammar.head_bytes_max)) {
      grammar.state = State::head_too_long;
    } else if (error && error != beast::http::error::need_more &&
               error != beast::http::error::need_buffer) {
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
  return grammar_->is_continue_expected && !grammar_->is_http_1_0;
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
