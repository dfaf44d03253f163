#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <type_traits>
#include <utility>

#include "base/log.h"
#include "base/patience.h"
#include "net/connection.h"

// The second half of a connection: a request that is complete is run on its lane and answered.

namespace allot::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::uint64_t drain_bytes_max = 64u << 20;

/// A std::function holds it without memory of its own (libstdc++; others hold more).
template <class Call>
constexpr bool fits_in_place =
    std::is_trivially_copyable_v<Call> && sizeof(Call) <= 2 * sizeof(void*);

}  // namespace

// Reading

bool Connection::reads_at_once(void (*job)(Exchange&), void (Connection::*then)()) {
  phase_ = Phase::running;
  deadline_ = Worker::TimePoint::max();
  after_reading_ = then;
  was_read_here_ = false;
  auto read = [this, job] { job(*exchange_); };
  auto done = [this](std::exception_ptr error) {
    if (error) exchange_->break_down(std::move(error));
    if (worker_.is_here()) {
      was_read_here_ = true;
      return;
    }
    const auto worker = worker_.shared_from_this();  // while it is sure to be there
    hand_back([this] { end_reading(); });
  };
  // So that passing them on takes no memory.
  static_assert(fits_in_place<decltype(read)> && fits_in_place<decltype(done)>);
  try {
    worker_.context().env.store.post_read(read, done);
  } catch (...) {
    exchange_->break_down(std::current_exception());
    was_read_here_ = true;
  }
  return was_read_here_;
}

void Connection::end_reading() {
  if (!is_abandoned_) return (this->*after_reading_)();
  phase_ = Phase::body;  // nobody works for it any more
  close();
}

// Running

void Connection::run_in_turn() {
  if (!exchange_->may_be_held()) return run();
  const auto find_hold = [](Exchange& exchange) { exchange.find_hold(); };
  if (reads_at_once(find_hold, &Connection::hold_or_run)) hold_or_run();
}

void Connection::hold_or_run() {
  const auto wait = exchange_->hold();
  if (exchange_->is_refused()) return respond();
  if (wait.count() == 0) return run();
  phase_ = Phase::held;
  if (worker_.is_stopping()) return begin_stop();
  deadline_ = Worker::TimePoint::max();
  hold_.emplace(socket_.get_executor(), wait);
  hold_->async_wait([self = shared_from_this()](const error_code&) {
    if (self->phase_ != Phase::held) return;
    self->hold_.reset();
    self->run();
  });
}

void Connection::run() {
  phase_ = Phase::running;
  deadline_ = Worker::TimePoint::max();
  const auto run_it = [](Exchange& exchange) { exchange.run(false); };
  switch (exchange_->lane()) {
    case http::Lane::here: run_it(*exchange_); return respond();
    case http::Lane::read:
      if (reads_at_once(run_it, &Connection::respond)) respond();
      return;
    case http::Lane::write: return run_on_writer();
    case http::Lane::slow: return run_on(worker_.context().slow, exchange_->share());
    case http::Lane::password: return run_on(worker_.context().passwords, exchange_->share());
  }
}

template <class Job>
void Connection::hand_back(Job job) {
  // While it is `running` the worker keeps the connection, and that its exchange; the lane's own
  // reference keeps the worker.
  worker_.post(std::move(job));
}

void Connection::run_on_writer() {
  auto job = [exchange = exchange_] { exchange->run(true); };
  // The job keeps it.
  auto where = [exchange = exchange_.get()](const Transaction& tx) { return exchange->scope(tx); };
  auto done = [this,
               exchange = exchange_,
               worker = worker_.shared_from_this()](std::exception_ptr error) mutable {
    if (error) exchange->break_down(std::move(error));
    // The writer may outlive the server, and drops this whenever it likes.
    exchange.reset();
    hand_back([this] { respond(); });
  };
  try {
    worker_.context().env.store.post_write(where, std::move(job), std::move(done));
  } catch (...) {
    exchange_->break_down(std::current_exception());
    respond();
  }
}

void Connection::run_on(SlowPool& pool, const std::string& share) {
  auto job = [this, exchange = exchange_, worker = worker_.shared_from_this()] {
    exchange->run(false);
    exchange->compress_answer();
    hand_back([this] { respond(); });
  };
  if (pool.try_post(std::move(job), share)) return;
  refuse_as_busy();
  respond();
}

void Connection::pull_piece() {
  phase_ = Phase::running;
  deadline_ = Worker::TimePoint::max();
  auto job = [this, exchange = exchange_, worker = worker_.shared_from_this()] {
    std::optional<std::string> piece;
    bool is_broken = false;
    try {
      const Patience theirs(std::nullopt, &exchange->is_unwanted());
      piece = answer_->stream()();
    } catch (const std::exception& error) {
      is_broken = true;
      const LogRequest request(exchange->head().request_id);
      const bool is_withheld = dynamic_cast<const http::StreamWithheld*>(&error) != nullptr;
      const auto level = is_withheld || exchange->is_unwanted() ? LogLevel::info : LogLevel::error;
      log(level, "stream_broke", {{"reason", error.what()}});
    }
    hand_back([this, piece = std::move(piece), is_broken] {
      const bool is_empty = piece && piece->empty();
      if (is_empty) look_for_client();  // no write tells that it went away
      phase_ = Phase::writing;
      set_deadline(worker_.context().options.deadlines.answer);
      // Without its end mark the client sees that the answer is not whole.
      if (is_broken || is_abandoned_) return close();
      if (is_empty) return exchange_->is_unwanted() ? close() : pull_piece();
      answer_->add_piece(piece.value_or(""));
      write();
    });
  };
  worker_.context().slow.post_more(std::move(job), exchange_->share());
}

// Writing

bool Connection::is_compressed_elsewhere() {
  if (exchange_->compression() == Exchange::Compression::long_) {
    phase_ = Phase::running;
    deadline_ = Worker::TimePoint::max();
    auto job = [this, exchange = exchange_, worker = worker_.shared_from_this()] {
      exchange->compress_answer();
      hand_back([this] { respond(); });
    };
    // Where nobody has time for it, it goes out as it is.
    return worker_.context().slow.try_post(std::move(job), exchange_->share());
  }
  exchange_->compress_answer();
  return false;
}

void Connection::respond() {
  if (!is_abandoned_ && is_compressed_elsewhere()) return;
  phase_ = Phase::writing;
  if (is_abandoned_) return close();
  refuse_unless_fed();
  begin_progress(worker_.context().options.deadlines.answer);
  const bool is_whole = parser_->state() == RequestParser::State::complete;
  const Framing framing{
      .keep_alive = is_whole && parser_->keeps_alive() && !worker_.is_stopping(),
      .is_http_1_0 = is_whole && parser_->is_http_1_0(),
      .request_id = exchange_->head().request_id,
      .now = worker_.context().env.clock.now()
  };
  const bool is_head_request = exchange_->head().method == http::Method::head;
  try {
    answer_.emplace(exchange_->take_response(), framing, is_head_request);
  } catch (...) {
    answer_.emplace(exchange_->breakdown(std::current_exception()), framing, is_head_request);
  }
  write();
}

void Connection::write() {
  if (phase_ == Phase::closed) return;
  const auto self = shared_from_this();
  switch (answer_->pump(*stream_)) {
    case Answer::Step::done: return end_answer();
    case Answer::Step::failed: return close();
    case Answer::Step::needs_piece: return answer_->is_live() ? await_piece() : pull_piece();
    case Answer::Step::more: return worker_.post([self] { self->write(); });
    case Answer::Step::would_block: break;
  }
  if (!answer_->is_live()) {
    note_progress(answer_->bytes_sent(), worker_.context().options.deadlines.answer);
  }
  wait_until(tcp::socket::wait_write, &Connection::write);
}

void Connection::end_answer() {
  if (answer_->is_live()) {
    leave_feeder();
    return begin_draining();
  }
  exchange_->note_answer(answer_->status(), answer_->body_bytes_sent());
  const bool keeps_alive = answer_->keeps_alive();
  const bool is_whole = parser_->state() == RequestParser::State::complete;
  answer_.reset();
  exchange_.reset();
  parser_.reset();
  if (!is_whole || (!keeps_alive && has_unread())) return begin_draining();
  become_idle();
  if (!keeps_alive || (worker_.is_stopping() && !has_unread())) return close();
  if (pending_.empty()) return wait_for_bytes();
  // By way of the queue, so that a pile of requests sent at once does not nest, and others get
  // their turn.
  worker_.post([self = shared_from_this()] {
    if (self->phase_ == Phase::idle) self->parse(std::exchange(self->pending_, {}));
  });
}

/// Closing with unread bytes would reset the connection and take the answer back from the client's
/// hands.
void Connection::begin_draining() {
  stream_->end();
  error_code error;
  socket_.shutdown(tcp::socket::shutdown_send, error);
  if (error) return close();
  phase_ = Phase::draining;
  drained_ = 0;
  pending_.clear();
  set_deadline(worker_.context().options.deadlines.drain);
  drain();
}

/// By the socket itself: nobody reads it.
void Connection::drain() {
  const auto scratch = worker_.scratch();
  error_code error;
  drained_ += socket_.read_some(asio::buffer(scratch.data(), scratch.size()), error);
  const bool is_over = error && error != asio::error::would_block;
  if (is_over || drained_ > drain_bytes_max) return close();
  wait_until(tcp::socket::wait_read, &Connection::drain);
}

}  // namespace allot::net
