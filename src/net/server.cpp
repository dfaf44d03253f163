#include "net/server.h"

#include <algorithm>
#include <csignal>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/text.h"
#include "net/worker.h"

namespace allot::net {

struct Server::Threads {
  Context context;
  std::vector<std::shared_ptr<Worker>> workers;
  std::mutex mutex;  // of stop
  std::vector<std::jthread> running;
  const MetricsReports::Registration report;

  Threads(Env& env, http::Dispatcher& dispatcher, Listener listener, const Options& options)
      : context{
            .env = env,
            .dispatcher = dispatcher,
            .options = options,
            .peers = PeerCounts(options.connections_per_peer_max),
            .body_memory = Budget(options.body_memory_max),
            .slow = SlowPool(
                {.threads = options.slow_threads,
                 .queue_max = options.slow_queue_max,
                 .waiting_max = options.slow_waiting_max}
            ),
            .passwords = SlowPool({.threads = 1, .queue_max = options.password_queue_max}),
            .feeder = Feeder(
                env,
                {.streams_max = std::min(options.streams_max, options.connections_max / 2),
                 .streams_per_person_max = options.streams_per_person_max,
                 .feed = options.events}
            ),
            .id_prefix = random_prefix(env.random)
        },
        report(env.meters.reports, [this](MetricsPage& page) { context.report(page); }) {
    const auto sockets = listener.take();
    const auto connections_max = std::max<std::size_t>(options.connections_max / sockets.size(), 1);
    for (const int socket : sockets) {
      workers.push_back(std::make_shared<Worker>(context, socket, listener.is_v6(), connections_max)
      );
    }
  }

  static std::string random_prefix(Random& random) {
    std::string bytes(4, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    return to_hex(bytes);
  }
};

Server::Server(Env& env, http::Dispatcher& dispatcher, Listener listener, const Options& options)
    : threads_(std::make_unique<Threads>(env, dispatcher, std::move(listener), options)) {
  // sendfile has no flag against the signal.
  std::signal(SIGPIPE, SIG_IGN);
  // A file over the limit of the account is an error to answer with, not an end.
  std::signal(SIGXFSZ, SIG_IGN);
}

Server::~Server() {
  stop();
}

void Server::start() {
  for (const auto& worker : threads_->workers) {
    threads_->running.emplace_back([worker] { worker->run(); });
  }
}

void Server::begin_stop() {
  for (const auto& worker : threads_->workers) worker->begin_stop();
}

void Server::stop() {
  const std::scoped_lock lock(threads_->mutex);
  if (threads_->running.empty()) return;
  begin_stop();
  threads_->running.clear();  // joins
  threads_->context.feeder.stop();
}

}  // namespace allot::net
