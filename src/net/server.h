#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "http/dispatch.h"
#include "http/event_feed.h"
#include "net/listener.h"
#include "net/peers.h"
#include "net/request_parser.h"
#include "net/tls.h"
#include "usecases/env.h"

namespace allot::net {

/// How long a connection may make no progress before it is closed. Progress of a body or an answer
/// is Options::progress_bytes within the time, or its end.
struct Deadlines {
  std::chrono::milliseconds greeting = std::chrono::seconds{10};  // agreeing on TLS
  std::chrono::milliseconds head =
      std::chrono::seconds{15};  // a whole request head, from its first byte
  std::chrono::milliseconds idle = std::chrono::seconds{75};  // between requests
  std::chrono::milliseconds body = std::chrono::seconds{60};
  std::chrono::milliseconds answer = std::chrono::seconds{120};
  std::chrono::milliseconds stream = std::chrono::seconds{30};  // until an event was taken
  std::chrono::milliseconds drain = std::chrono::seconds{10};   // for what comes behind a refusal
  std::chrono::milliseconds stop = std::chrono::seconds{10};  // for running requests when stopping
  // Idle for so long, a connection may be closed to make room for a new one.
  std::chrono::milliseconds spare = std::chrono::seconds{5};
};

struct Options {
  std::size_t slow_threads = 2;
  std::size_t slow_queue_max = 256;  // waiting jobs of the slow lane; beyond it 503
  // Threads of the slow lane that may wait for the writer at a time, beside those above.
  std::size_t slow_waiting_max = 64;
  std::size_t password_queue_max = 128;          // waiting sign-ins, about ten seconds, half of
                                                 // them of one peer; beyond it 503
  std::size_t connections_max = 10'000;          // more wait in the kernel's queue
  std::size_t connections_per_peer_max = 1'000;  // more are closed at once; not of proxies
  std::uint64_t body_memory_max = 256u << 20;    // of all bodies together; beyond it 503
  std::uint64_t body_in_memory_max = 1u << 20;   // of one body; beyond it the disk
  std::uint64_t progress_bytes = 16 * 1024;
  // Streams of events; beyond it 503. At most half of the connections, whatever is said here.
  std::size_t streams_max = 5'000;
  std::size_t streams_per_person_max = 100;
  http::EventFeed::Options events;
  HeadLimits head;  // beyond it 431
  Deadlines deadlines;
  std::shared_ptr<const Tls> tls;             // nullptr: plain HTTP
  std::vector<AddressBlock> trusted_proxies;  // believed when they say for whom they ask
};

/// The HTTP/1.1 server: one I/O thread for each socket of `listener`, each with an event loop of
/// its own, and a small pool for the slow lane. Connections never change threads. Sets SIGPIPE
/// and SIGXFSZ to be ignored in the whole process.
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

  /// Begins what `stop` finishes, and returns at once.
  void begin_stop();

  /// Accepts no more, answers what has come, closes idle connections, lets running requests finish
  /// (those that still read or write after Deadlines::stop are cut off; handlers are always waited
  /// for) and returns when all is quiet. Repeatable. Call it before the store is closed.
  void stop();

 private:
  struct Threads;
  std::unique_ptr<Threads> threads_;
};

}  // namespace allot::net
