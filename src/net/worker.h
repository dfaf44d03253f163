#pragma once

#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/metrics.h"
#include "net/budget.h"
#include "net/feeder.h"
#include "net/peers.h"
#include "net/server.h"
#include "net/slow_pool.h"

namespace allot::net {

class Connection;

/// What all connections of a server share. Thread-safe.
struct Context {
  Env& env;
  http::Dispatcher& dispatcher;
  const Options options;
  PeerCounts peers;
  Budget body_memory;
  // What runs in these may hold some of the above.
  SlowPool slow;
  SlowPool passwords;  // one thread
  Feeder feeder;       // one thread, once there are streams
  std::string id_prefix;
  std::atomic<std::uint64_t> requests = 0;
  Counter connections_taken;
  Counter connections_closed;

  void report(MetricsPage& page) const;

  /// Unique among all servers, as far as chance goes.
  [[nodiscard]] std::string next_request_id();
};

/// One I/O thread's world: event loop, accepting socket, connections, one list of deadlines. All
/// but `post`, `begin_stop` and the constructor belong to the thread that is in `run`.
///
/// Shared, because a lane's thread may still be inside `post` when the I/O thread is already
/// through with everything.
class Worker : public std::enable_shared_from_this<Worker> {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// Takes the listening socket.
  Worker(Context& context, int listening_socket, bool is_v6, std::size_t connections_max);
  ~Worker();

  /// Until `begin_stop`, and the last connection is gone.
  void run();
  void begin_stop();

  template <class Job>
  void post(Job&& job) {
    boost::asio::post(loop_, std::forward<Job>(job));
  }

  /// Is this its thread?
  [[nodiscard]] bool is_here() { return loop_.get_executor().running_in_this_thread(); }

  [[nodiscard]] Context& context() { return context_; }

  /// For bytes that just came; its content lasts until the handler returns. So idle connections
  /// hold no buffers.
  [[nodiscard]] std::span<char> scratch() { return scratch_; }

  [[nodiscard]] bool is_stopping() const { return stop_deadline_.has_value(); }

  /// The connection is through with everything.
  void forget(const Connection& connection);

 private:
  void accept();
  /// When full: makes room when somebody knocks, or leaves them to the kernel.
  void await_knock();
  [[nodiscard]] std::shared_ptr<Connection> longest_spare() const;
  void take(boost::asio::ip::tcp::socket socket);
  void take_all_that_wait();
  void stop_now();
  void tick();
  void finish_if_quiet();

  Context& context_;
  boost::asio::io_context loop_;
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> stay_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer timer_;
  const std::chrono::milliseconds tick_;
  const std::size_t connections_max_;
  bool is_accepting_ = false;
  bool accept_fails_ = false;
  std::unordered_map<const Connection*, std::shared_ptr<Connection>> connections_;
  std::optional<TimePoint> stop_deadline_;
  std::array<char, 128 * 1024> scratch_;
};

}  // namespace allot::net
