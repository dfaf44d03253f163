#include <utility>

#include "net/connection.h"

// An answer that goes on for as long as somebody reads: the feeder says what happens, the
// connection writes it and asks for more.

namespace allot::net {

using boost::asio::ip::tcp;
using boost::system::error_code;

namespace {

/// Who reads a stream has nothing more to say; what it sends all the same is dropped, up to this.
constexpr std::uint64_t heard_bytes_max = 64 * 1024;
/// What the system holds of a stream whose reader is slow: the rest is told by the rights of then.
constexpr int buffer_bytes = 64 * 1024;

}  // namespace

void Connection::refuse_unless_fed() {
  const auto* reading = exchange_->event_reading();
  if (reading == nullptr) return;
  if (worker_.is_stopping()) {
    exchange_->refuse({ErrorCode::unavailable, "The server is stopping; try again later.", {}});
  } else if (const auto fed = join_feeder(*reading); !fed) {
    exchange_->refuse(fed.error());
  }
}

Result<Done> Connection::join_feeder(const http::EventReading& reading) {
  stream_key_ = TRY(worker_.context().feeder.add(
      reading,
      [weak = weak_from_this(), worker = worker_.shared_from_this()](Feeder::Piece piece) {
        worker->post([weak, piece = std::move(piece)] {
          if (const auto self = weak.lock()) self->take_piece(piece);
        });
      }
  ));
  return Done{};
}

void Connection::leave_feeder() {
  if (stream_key_) worker_.context().feeder.remove(*std::exchange(stream_key_, std::nullopt));
}

/// The head is out. What made it is not needed any more: thousands may wait like this.
void Connection::begin_live() {
  exchange_->note_answer(answer_->status(), 0);
  exchange_.reset();
  parser_.reset();
  pending_ = {};
  error_code ignored;
  socket_.set_option(boost::asio::socket_base::send_buffer_size(buffer_bytes), ignored);
  hear_client();
}

void Connection::await_piece() {
  const bool is_first = exchange_ != nullptr;
  phase_ = Phase::live;
  deadline_ = Worker::TimePoint::max();
  if (is_first) begin_live();
  if (phase_ == Phase::live) worker_.context().feeder.go_on(*stream_key_);
}

void Connection::take_piece(const Feeder::Piece& piece) {
  if (phase_ != Phase::live) return;
  piece.is_over ? answer_->add_last_piece(piece.text) : answer_->add_piece(piece.text);
  phase_ = Phase::writing;
  set_deadline(worker_.context().options.deadlines.stream);
  write();
}

/// The server stops: what is out is out, and the end is told if there is room for it.
void Connection::end_live() {
  if (phase_ == Phase::live) {
    answer_->add_last_piece("");
    (void)answer_->pump(*stream_);
    stream_->end();
  }
  close();
}

/// While it listens, the end of the client is told by its bytes alone.
void Connection::hear_client() {
  if (phase_ == Phase::closed || phase_ == Phase::draining) return;
  const auto [outcome, count] = stream_->read(worker_.scratch());
  heard_ += count;
  if (outcome == Stream::Outcome::ended || heard_ > heard_bytes_max) return close();
  wait_until(tcp::socket::wait_read, &Connection::hear_client);
}

}  // namespace allot::net
