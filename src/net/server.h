#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "http/dispatch.h"
#include "net/listener.h"
#include "usecases/env.h"

namespace allot::net {

/// How long a connection may make no progress before it is closed.
struct Deadlines {
  std::chrono::milliseconds head =
      std::chrono::seconds{15};  // a whole request head, from its first byte
  std::chrono::milliseconds idle = std::chrono::seconds{75};     // between requests
  std::chrono::milliseconds body = std::chrono::seconds{60};     // no byte of a body
  std::chrono::milliseconds answer = std::chrono::seconds{120};  // no byte of an answer taken
  std::chrono::milliseconds drain = std::chrono::seconds{10};    // for what comes behind a refusal
  std::chrono::milliseconds stop = std::chrono::seconds{10};  // for running requests when stopping
};

struct Options {
  std::size_t slow_threads = 2;
  std::size_t slow_queue_max = 256;          // waiting jobs of the slow lane; beyond it 503
  std::size_t password_queue_max = 128;      // waiting sign-ins, about ten seconds; beyond it 503
  std::size_t connections_max = 10'000;      // more wait in the kernel's queue
  std::uint32_t head_bytes_max = 16 * 1024;  // request line and headers; beyond it 431
  Deadlines deadlines;
};

/// The HTTP/1.1 server: one I/O thread for each socket of `listener`, each with an event loop of
/// its own, and a small pool for the slow lane. Connections never change threads. Sets SIGPIPE to
/// be ignored in the whole process.
class Server {
 public:
  /// All references must outlive this.
  Server(Env& env, http::Dispatcher& dispatcher, Listener listener, const Options& options = {});
  /// Stops.
  ~Server();

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Starts the threads and returns: from here on requests are answered. Call it once.
  void start();

  /// Accepts no more, closes idle connections, lets running requests finish (those that still read
  /// or write after Deadlines::stop are cut off; handlers are always waited for) and returns when
  /// all is quiet. Repeatable. Call it before the store is closed.
  void stop();

 private:
  struct Threads;
  std::unique_ptr<Threads> threads_;
};

}  // namespace allot::net
