#include "net/connection.h"

#include <poll.h>

#include <utility>

namespace allot::net {

using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

/// Bodies up to this are read to their end behind a refusal, so that the connection can be kept.
constexpr std::uint64_t small_body_bytes = 64 * 1024;
/// More than this and no chunk header among it: nobody means that.
constexpr std::size_t pending_bytes_max = 64 * 1024;

}  // namespace

Connection::Connection(
    Worker& worker,
    tcp::socket socket,
    std::unique_ptr<Stream> stream,
    std::string peer,
    PeerCounts::Place place
)
    : worker_(worker),
      socket_(std::move(socket)),
      stream_(std::move(stream)),
      peer_(std::move(peer)),
      place_(std::move(place)) {}

void Connection::start() {
  set_deadline(worker_.context().options.deadlines.greeting);
  greet();
}

void Connection::greet() {
  switch (stream_->begin()) {
    case Stream::Outcome::done: become_idle(); return wait_for_bytes();
    case Stream::Outcome::wants_read: return wait_until(tcp::socket::wait_read, &Connection::greet);
    case Stream::Outcome::wants_write:
      return wait_until(tcp::socket::wait_write, &Connection::greet);
    case Stream::Outcome::ended: return begin_draining();
  }
}

void Connection::become_idle() {
  phase_ = Phase::idle;
  set_deadline(worker_.context().options.deadlines.idle);
  idle_since_ = std::chrono::steady_clock::now();
}

std::optional<Worker::TimePoint> Connection::idle_since() const {
  if (phase_ != Phase::idle) return std::nullopt;
  return idle_since_;
}

void Connection::begin_stop() {
  if (phase_ == Phase::held) {
    hold_.reset();
    exchange_->refuse({ErrorCode::unavailable, "The server is stopping; try again later.", {}});
    return respond();
  }
  if (answer_ && answer_->is_live()) return end_live();
  // A request that came already is answered: the wait for its bytes ends by itself.
  if (phase_ == Phase::greeting || (phase_ == Phase::idle && !has_unread())) close();
}

bool Connection::has_unread() const {
  error_code error;
  return !pending_.empty() || stream_->holds_bytes() || socket_.available(error) > 0;
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  const auto self = shared_from_this();  // `forget` lets go of the last other one
  if (phase_ == Phase::idle) stream_->end();
  leave_feeder();
  error_code ignored;
  // A reset says that it is not: a client would take an ordinary end for that of the answer.
  if (answer_ && answer_->would_look_whole()) {
    socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
  }
  socket_.close(ignored);
  if (phase_ == Phase::running) {
    is_abandoned_ = true;
    exchange_->note_unwanted();
    deadline_ = Worker::TimePoint::max();
    return;
  }
  phase_ = Phase::closed;
  hold_.reset();
  exchange_.reset();  // with what was spooled
  worker_.forget(*this);
}

void Connection::look_for_client() {
  if (phase_ != Phase::running || is_abandoned_) return;
  // Nothing is read meanwhile, and more requests may wait to be; so the system is asked.
  pollfd client{.fd = socket_.native_handle(), .events = POLLRDHUP, .revents = 0};
  if (::poll(&client, 1, 0) > 0) exchange_->note_unwanted();
}

void Connection::set_deadline(std::chrono::milliseconds from_now) {
  deadline_ = std::chrono::steady_clock::now() + from_now;
}

void Connection::begin_progress(std::chrono::milliseconds window) {
  progress_ = 0;
  set_deadline(window);
}

void Connection::note_progress(std::uint64_t bytes, std::chrono::milliseconds window) {
  if (bytes - progress_ < worker_.context().options.progress_bytes) return;
  progress_ = bytes;
  set_deadline(window);
}

// Reading

void Connection::wait_until(tcp::socket::wait_type what, void (Connection::*then)()) {
  auto go_on = [self = shared_from_this(), then](const error_code& error) {
    if (error) return self->close();
    if (self->phase_ != Phase::closed) (self.get()->*then)();
  };
  socket_.async_wait(what, std::move(go_on));
}

void Connection::wait_for_bytes() {
  if (!stream_->holds_bytes()) return wait_until(tcp::socket::wait_read, &Connection::read);
  worker_.post([self = shared_from_this()] { self->read(); });
}

void Connection::wait_for_more(std::string_view rest) {
  pending_ = std::string(rest);
  wait_for_bytes();
}

void Connection::read() {
  if (phase_ == Phase::closed) return;
  const auto scratch = worker_.scratch();
  const auto [outcome, count] = stream_->read(scratch);
  switch (outcome) {
    case Stream::Outcome::wants_read: return wait_for_bytes();
    case Stream::Outcome::wants_write:
      return wait_until(tcp::socket::wait_write, &Connection::read);
    case Stream::Outcome::ended: return close();  // a body that was under way is dropped
    case Stream::Outcome::done: break;
  }
  if (pending_.empty()) return parse({scratch.data(), count});
  auto joined = std::exchange(pending_, {});
  joined.append(scratch.data(), count);
  parse(joined);
}

void Connection::parse(std::string_view bytes) {
  using State = RequestParser::State;
  const auto& options = worker_.context().options;
  if (phase_ == Phase::idle) {
    // RFC 9112 §2.2: empty lines before a request are no part of it.
    while (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
    if (bytes.empty() || bytes == "\r") return wait_for_more(bytes);
    phase_ = Phase::head;
    parser_.emplace(options.head);
    set_deadline(options.deadlines.head);
  }
  if (phase_ == Phase::head) {
    bytes.remove_prefix(parser_->put(bytes));
    if (parser_->state() == State::head) return wait_for_more(bytes);
    begin_exchange();
    if (phase_ == Phase::running) {  // and goes on in `take_in_and_go_on`
      pending_ = std::string(bytes);
      return;
    }
  }
  if (parser_->state() == State::body && !answers_early_) {
    bytes.remove_prefix(parser_->put(bytes));
    note_progress(exchange_->body_bytes(), options.deadlines.body);
    const bool wants_more = parser_->state() == State::body && !answers_early_;
    if (wants_more && bytes.size() <= pending_bytes_max) return wait_for_more(bytes);
  }
  end_request(bytes);
}

/// The head is complete, or can never be.
void Connection::begin_exchange() {
  using State = RequestParser::State;
  auto& context = worker_.context();
  const auto state = parser_->state();
  const bool is_understood = state == State::body || state == State::complete;
  auto head = is_understood ? parser_->take_head() : http::RequestHead{};
  head.peer = client_of(peer_, head.headers, context.options.trusted_proxies);
  head.request_id = context.next_request_id();
  exchange_ = std::make_shared<Exchange>(
      context.env, context.dispatcher, context.body_memory, context.options, std::move(head)
  );
  phase_ = Phase::body;
  answers_early_ = false;
  if (!is_understood) return;

  if (parser_->expects_too_much()) {
    exchange_->refuse_with(expectation_failed(exchange_->head().request_id));
  } else {
    exchange_->find_route(parser_->knows_method());
  }
  const auto identify = [](Exchange& exchange) { exchange.identify(); };
  if (exchange_->needs_caller() && !reads_at_once(identify, &Connection::take_in_and_go_on)) return;
  take_in();
}

void Connection::take_in_and_go_on() {
  take_in();
  parse(std::exchange(pending_, {}));
}

void Connection::take_in() {
  auto& context = worker_.context();
  phase_ = Phase::body;
  begin_progress(context.options.deadlines.body);  // first: what breaks from here on ends by it
  exchange_->admit(parser_->content_length());
  refuse_if_busy();
  if (parser_->state() == RequestParser::State::complete) return;
  if (exchange_->is_refused()) {
    const auto length = parser_->content_length();
    const bool waits = parser_->expects_continue() || parser_->expects_too_much();
    answers_early_ = waits || !length || *length > small_body_bytes;
  } else if (parser_->expects_continue()) {
    send_continue();
  }
  // The parser is a member, so its sink lives no longer than this.
  parser_->set_body_sink([this](std::string_view bytes) {
    answers_early_ = !exchange_->take_body(bytes);
    return !answers_early_;
  });
}

/// A body that nobody will have time for need not come.
void Connection::refuse_if_busy() {
  if (exchange_->is_refused() || !exchange_->is_for_slow_lane()) return;
  auto& slow = worker_.context().slow;
  if (!slow.is_full(exchange_->share())) return;
  slow.note_refused();
  refuse_as_busy();
}

void Connection::refuse_as_busy() {
  exchange_->refuse({ErrorCode::unavailable, "The server is busy; try again in a moment.", {}});
}

void Connection::send_continue() {
  constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
  const auto [outcome, count] = stream_->write(interim, {}, false);
  if (outcome == Stream::Outcome::done && count == interim.size()) return;
  // There was no room for a line: the other side takes nothing, and half a line would be in the way
  // of the answer. The next read finds the end.
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
}

/// Nothing more is to be read for this request: it is complete, or refused, or broken.
void Connection::end_request(std::string_view rest) {
  using State = RequestParser::State;
  pending_ = std::string(rest);
  switch (parser_->state()) {
    case State::complete:
      exchange_->end_body();
      return exchange_->is_refused() ? respond() : run_in_turn();
    case State::head_too_long: {
      const auto& limits = worker_.context().options.head;
      exchange_->refuse_with(head_too_long(exchange_->head().request_id, limits));
      break;
    }
    case State::malformed:
      exchange_->refuse({ErrorCode::invalid, "The request is no well-formed HTTP/1.1.", {}});
      break;
    case State::head:
    case State::body:
      if (!answers_early_) {
        exchange_->refuse({ErrorCode::invalid, "The body's transfer coding is broken.", {}});
      }
  }
  respond();
}

}  // namespace allot::net
