#include "net/worker.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/log.h"
#include "net/connection.h"

namespace allot::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// Often enough for the shortest deadline, at most once a second.
std::chrono::milliseconds tick_of(const Deadlines& deadlines) {
  using std::chrono::milliseconds;
  const auto shortest = std::min(
      {deadlines.greeting,
       deadlines.head,
       deadlines.idle,
       deadlines.body,
       deadlines.answer,
       deadlines.stream,
       deadlines.drain,
       deadlines.stop,
       deadlines.spare}
  );
  return std::clamp(shortest / 4, milliseconds{5}, milliseconds{1000});
}

}  // namespace

std::string Context::next_request_id() {
  return fmt::format("{}-{:x}", id_prefix, requests.fetch_add(1, std::memory_order_relaxed));
}

void Context::report(MetricsPage& page) const {
  const auto closed = connections_closed.value();  // first, so that it is never the larger one
  const auto taken = connections_taken.value();
  page.counter("allot_connections_total", "Connections taken.", double(taken));
  page.gauge("allot_connections", "Connections that are open.", double(taken - closed));
  page.gauge("allot_event_streams", "Streams of events that are open.", double(feeder.streams()));
  page.begin("allot_pool_queue", "gauge", "Requests that wait for a thread of a pool.");
  page.sample({{"pool", "slow"}}, double(slow.queue_length()));
  page.sample({{"pool", "password"}}, double(passwords.queue_length()));
  page.begin(
      "allot_pool_refused_total", "counter", "Requests refused since the pool's queue was full."
  );
  page.sample({{"pool", "slow"}}, double(slow.refused()));
  page.sample({{"pool", "password"}}, double(passwords.refused()));
}

Worker::Worker(Context& context, int listening_socket, bool is_v6, std::size_t connections_max)
    : context_(context),
      loop_(1),
      stay_(asio::make_work_guard(loop_)),
      acceptor_(loop_, is_v6 ? tcp::v6() : tcp::v4(), listening_socket),
      timer_(loop_),
      tick_(tick_of(context.options.deadlines)),
      connections_max_(connections_max) {}

Worker::~Worker() = default;

void Worker::run() {
  accept();
  tick();
  for (;;) {
    try {
      loop_.run();
      return;
    } catch (const std::exception& error) {
      // Memory ran out, mostly. The connection at hand is closed by its deadline.
      log(LogLevel::error, "connection_broke", {{"reason", error.what()}});
    }
  }
}

void Worker::accept() {
  if (is_accepting_ || is_stopping()) return;
  if (connections_.size() >= connections_max_) return await_knock();
  is_accepting_ = true;
  acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
    is_accepting_ = false;
    if (error == asio::error::operation_aborted) return;
    if (error) {
      // Out of file descriptors, mostly. The next tick tries again, and says no more of it.
      if (!std::exchange(accept_fails_, true)) {
        log(LogLevel::warning, "accept_failed", {{"reason", error.message()}});
      }
      return;
    }
    if (std::exchange(accept_fails_, false)) log(LogLevel::info, "accepting_again");
    take(std::move(socket));
    accept();
  });
}

void Worker::await_knock() {
  if (!longest_spare()) return;  // the next tick looks again
  is_accepting_ = true;
  acceptor_.async_wait(tcp::acceptor::wait_read, [this](const boost::system::error_code& error) {
    is_accepting_ = false;
    if (error) return;
    // Its end lets the newcomer in, by `forget`.
    if (const auto spare = longest_spare()) spare->close();
  });
}

std::shared_ptr<Connection> Worker::longest_spare() const {
  const auto latest = std::chrono::steady_clock::now() - context_.options.deadlines.spare;
  std::shared_ptr<Connection> longest;
  for (const auto& [key, connection] : connections_) {
    const auto since = connection->idle_since();
    if (since && *since <= latest && (!longest || *since < *longest->idle_since())) {
      longest = connection;
    }
  }
  return longest;
}

void Worker::take(tcp::socket socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;  // gone already
  socket.set_option(tcp::no_delay(true), error);
  socket.non_blocking(true, error);
  if (error) return;
  const auto address = peer.address().to_string();
  const bool is_proxy = is_within(address, context_.options.trusted_proxies);
  auto place = is_proxy ? PeerCounts::Place{} : context_.peers.enter(address);
  if (!place && !is_proxy) {
    log(LogLevel::warning, "too_many_connections", {{"peer", address}});
    return;
  }
  const auto& tls = context_.options.tls;
  auto stream = tls ? tls->accept(socket.native_handle()) : plain_stream(socket.native_handle());
  auto connection = std::make_shared<Connection>(
      *this, std::move(socket), std::move(stream), address, std::move(place)
  );
  connections_.emplace(connection.get(), connection);
  context_.connections_taken.add();
  connection->start();
  if (is_stopping()) connection->begin_stop();  // accepted just before
}

/// The kernel would reset those that it accepted for us, requests and all.
void Worker::take_all_that_wait() {
  boost::system::error_code error;
  acceptor_.non_blocking(true, error);
  while (!error && connections_.size() < connections_max_) {
    tcp::socket socket(loop_);
    acceptor_.accept(socket, error);
    if (!error) take(std::move(socket));
  }
}

void Worker::forget(const Connection& connection) {
  context_.connections_closed.add(connections_.erase(&connection));
  accept();
  finish_if_quiet();
}

void Worker::begin_stop() {
  // No reference of its own: in a loop that has ended it would wait for ever, and keep this.
  post([this] { stop_now(); });
}

void Worker::stop_now() {
  if (is_stopping()) return;
  take_all_that_wait();
  stop_deadline_ = std::chrono::steady_clock::now() + context_.options.deadlines.stop;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->begin_stop();
  finish_if_quiet();
}

void Worker::tick() {
  const auto now = std::chrono::steady_clock::now();
  const bool is_over = stop_deadline_ && now >= *stop_deadline_;
  std::vector<std::shared_ptr<Connection>> late;
  for (const auto& [key, connection] : connections_) {
    if (is_over || connection->is_late(now)) late.push_back(connection);
    connection->look_for_client();
  }
  for (const auto& connection : late) connection->close();
  accept();
  if (!stay_) return;
  timer_.expires_after(tick_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

void Worker::finish_if_quiet() {
  if (!is_stopping() || !connections_.empty()) return;
  timer_.cancel();
  stay_.reset();
}

}  // namespace allot::net
