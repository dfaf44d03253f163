#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/answer.h"
#include "net/exchange.h"
#include "net/request_parser.h"
#include "net/stream.h"
#include "net/worker.h"

namespace allot::net {

/// One connection: reads a request, has it run on its lane, writes the answer, and again. One
/// request at a time, so answers keep the order of requests that were sent without waiting. Lives
/// in its worker until it is through, and belongs to the worker's thread.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(
      Worker& worker,
      boost::asio::ip::tcp::socket socket,
      std::unique_ptr<Stream> stream,
      std::string peer,
      PeerCounts::Place place
  );

  void start();
  /// Closes when no request has come; else the answer at hand is the last one. One that still waits
  /// for its turn is refused: nothing of it was begun.
  void begin_stop();
  /// Cuts it off. A handler that runs is waited for.
  void close();

  /// Since when it has been between requests; nullopt while it is not.
  [[nodiscard]] std::optional<Worker::TimePoint> idle_since() const;

  /// Tells the handler that runs when the other side went away, so that it reads no further for
  /// nobody.
  void look_for_client();

  [[nodiscard]] bool is_late(Worker::TimePoint now) const { return now >= deadline_; }

 private:
  enum class Phase {
    greeting,  // agreeing how to talk
    idle,      // between requests
    head,      // a head has begun
    body,      // it was admitted
    held,      // it is complete and waits for its turn; nothing was begun
    running,   // another thread works, or reads, for it; no deadline, and it must not be forgotten
    writing,
    live,      // all that has happened is told: more will come
    draining,  // the last answer is out; what still comes is dropped, so that the client reads the
               // answer
    closed,
  };

  void greet();
  void wait_until(boost::asio::ip::tcp::socket::wait_type what, void (Connection::*then)());
  void wait_for_bytes();
  void wait_for_more(std::string_view rest);
  void read();
  void drain();
  void parse(std::string_view bytes);
  void begin_exchange();
  /// Who asks is known: what may come as body.
  void take_in();
  void take_in_and_go_on();
  void refuse_if_busy();
  void refuse_as_busy();
  void send_continue();
  void end_request(std::string_view rest);

  /// Has the store run `job`, which reads. True where it was run when this returns; else `then`
  /// goes on with the connection later. No thread of ours waits.
  [[nodiscard]] bool reads_at_once(void (*job)(Exchange&), void (Connection::*then)());
  void end_reading();

  void run_in_turn();
  void hold_or_run();
  void run();
  void run_on_writer();
  void run_on(SlowPool& pool, const std::string& share);
  void pull_piece();
  /// On a lane's thread, as the last thing it does here: gives the connection back to its own
  /// thread.
  template <class Job>
  void hand_back(Job job);

  /// Bytes that nobody has looked at yet, here or in the kernel.
  [[nodiscard]] bool has_unread() const;
  void respond();
  /// True when another thread does it, and calls `respond` again.
  [[nodiscard]] bool is_compressed_elsewhere();
  void write();
  void end_answer();

  // Streams of events (connection_live.cpp):

  /// False: there are too many.
  [[nodiscard]] Result<Done> join_feeder(const http::EventReading& reading);
  void refuse_unless_fed();
  void leave_feeder();
  void begin_live();
  void await_piece();
  void take_piece(const Feeder::Piece& piece);
  void end_live();
  void hear_client();
  void begin_draining();
  void set_deadline(std::chrono::milliseconds from_now);
  void become_idle();
  /// The start of something that has to make progress, and then each progress: `bytes` in all since
  /// the start. The deadline moves once enough has come.
  void begin_progress(std::chrono::milliseconds window);
  void note_progress(std::uint64_t bytes, std::chrono::milliseconds window);

  Worker& worker_;
  boost::asio::ip::tcp::socket socket_;
  const std::unique_ptr<Stream> stream_;  // on the socket
  const std::string peer_;
  const PeerCounts::Place place_;
  Phase phase_ = Phase::greeting;
  bool is_abandoned_ = false;   // closed while running
  bool answers_early_ = false;  // before the body is complete
  Worker::TimePoint deadline_;
  Worker::TimePoint idle_since_;
  std::uint64_t progress_ = 0;  // bytes when the deadline was moved last
  std::string pending_;         // bytes that came and could not be understood yet
  std::uint64_t drained_ = 0;
  std::optional<RequestParser> parser_;
  std::shared_ptr<Exchange> exchange_;
  void (Connection::*after_reading_)() = nullptr;
  bool was_read_here_ = false;
  std::optional<Answer> answer_;
  std::optional<boost::asio::steady_timer> hold_;  // while held
  std::optional<Feeder::Key> stream_key_;          // of an answer that is live
  std::uint64_t heard_ = 0;                        // bytes of a client that should only listen
};

}  // namespace allot::net
