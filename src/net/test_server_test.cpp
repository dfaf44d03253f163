#include "net/test_server.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "base/text.h"

namespace allot::net {

namespace {

constexpr std::chrono::seconds patience{10};

std::atomic<int> mark_count = 0;

}  // namespace

int marks() {
  return mark_count;
}

void count_mark() {
  ++mark_count;
}

bool eventually(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
  }
  return true;
}

std::string TestServer::numbers() const {
  MetricsPage page;
  meters_.reports.write(page);
  return page.take();
}

ServerWithFullSlowLane::ServerWithFullSlowLane() {
  running.send(get("/gate"));
  gate().await_arrivals(1);
  queued.send(get("/gate"));
  EXPECT_TRUE(eventually([&] {
    return server.numbers().find("\nallot_pool_queue{pool=\"slow\"} 1\n") != std::string::npos;
  }));
}

ServerWithFullSlowLane::~ServerWithFullSlowLane() {
  gate().open();
  EXPECT_EQ(running.receive().status, 200);
  EXPECT_EQ(queued.receive().status, 200);
}

Gate& gate() {
  static Gate instance;
  return instance;
}

void Gate::pass() {
  std::unique_lock lock(mutex_);
  ++arrivals_;
  changed_.notify_all();
  changed_.wait_for(lock, patience, [this] { return is_open_; });
}

void Gate::await_arrivals(int count) {
  std::unique_lock lock(mutex_);
  EXPECT_TRUE(changed_.wait_for(lock, patience, [&] { return arrivals_ >= count; }));
}

int Gate::arrivals() {
  const std::scoped_lock lock(mutex_);
  return arrivals_;
}

void Gate::open() {
  const std::scoped_lock lock(mutex_);
  is_open_ = true;
  changed_.notify_all();
}

void Gate::reset() {
  const std::scoped_lock lock(mutex_);
  is_open_ = false;
  arrivals_ = 0;
}

void WriterOnlyStore::run_read(FunctionRef<void(const Transaction&)>) {
  throw StoreFailure("there is nothing to read");
}

bool WriterOnlyStore::asks_for_late() {
  return std::getenv("ALLOT_LATE_READS") != nullptr;
}

void WriterOnlyStore::hold_reads() {
  reads_.reset();
  holds_reads_ = true;
}

void WriterOnlyStore::let_reads_go() {
  holds_reads_ = false;
  reads_.open();
}

void WriterOnlyStore::await_reads(int count) {
  reads_.await_arrivals(count);
}

void WriterOnlyStore::post_read(
    std::function<void()> job, std::function<void(std::exception_ptr)> done
) {
  if (refuses_reads) throw StoreBusy("too many reads wait");
  if (!reads_late && !holds_reads_) return Store::post_read(std::move(job), std::move(done));
  readers_.post_more([this, job = std::move(job), done = std::move(done)] {
    if (holds_reads_) reads_.pass();
    // So that the other thread is mostly through with its turn.
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
    Store::post_read(job, done);
  });
}

void WriterOnlyStore::run_write(Where, FunctionRef<bool(Transaction&)>, JobKind) {
  throw StoreFailure("there is nothing to write");
}

void WriterOnlyStore::post_write(
    FindScope, std::function<void()> job, std::function<void(std::exception_ptr)> done
) {
  if (is_full) throw StoreBusy("the queue is full");
  writer_.post_more([this, job = std::move(job), done = std::move(done)]() mutable {
    std::exception_ptr error;
    try {
      job();
    } catch (...) {
      error = std::current_exception();
    }
    job = nullptr;
    if (!keeps_callbacks) return done(error);
    kept_.push_back(std::move(done));
    kept_.back()(error);
  });
}

void WriterOnlyStore::close() {}

class MemorySpool::Writer final : public SpoolWriter {
 public:
  explicit Writer(MemorySpool& spool) : spool_(spool) { count(1); }

  ~Writer() override { count(-1); }

  void append(std::string_view bytes) override {
    if (spool_.is_disk_full) throw StoreFailure("the disk is full");
    bytes_ += bytes;
  }

  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }

  SpooledFile finish() override {
    const std::scoped_lock lock(spool_.mutex_);
    spool_.last_ = bytes_;
    const int file = ::memfd_create("spooled", MFD_CLOEXEC);
    EXPECT_EQ(::write(file, bytes_.data(), bytes_.size()), static_cast<ssize_t>(bytes_.size()));
    spool_.finished_.push_back(file);
    return {"/proc/self/fd/" + std::to_string(file), bytes_.size(), "hash"};
  }

 private:
  void count(int change) {
    const std::scoped_lock lock(spool_.mutex_);
    spool_.writers_ += change;
    spool_.changed_.notify_all();
  }

  MemorySpool& spool_;
  std::string bytes_;
};

MemorySpool::~MemorySpool() {
  for (const int file : finished_) ::close(file);
}

std::size_t MemorySpool::files() const {
  const std::scoped_lock lock(mutex_);
  return finished_.size();
}

std::unique_ptr<SpoolWriter> MemorySpool::spool() {
  return std::make_unique<Writer>(*this);
}

void MemorySpool::await_writers(int count) {
  std::unique_lock lock(mutex_);
  EXPECT_TRUE(changed_.wait_for(lock, patience, [&] { return writers_ == count; }));
}

std::string MemorySpool::last() const {
  const std::scoped_lock lock(mutex_);
  return last_;
}

TestServer::TestServer(const Options& options, std::size_t io_threads) {
  gate().reset();
  mark_count = 0;
  Listener listener("127.0.0.1:0", io_threads);
  address_ = listener.address();
  server_.emplace(env_, dispatcher_, std::move(listener), options);
  server_->start();
}

TestServer::~TestServer() {
  gate().open();
  server_.reset();
}

Client::Client(const TestServer& server) : Client(server.address()) {}

Client::Client(std::string_view address, int receive_bytes) {
  int port = 0;
  std::from_chars(address.data() + address.rfind(':') + 1, address.data() + address.size(), port);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  name.sin_port = htons(static_cast<std::uint16_t>(port));
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_bytes > 0) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  }
  const timeval wait{.tv_sec = patience.count(), .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
}

Client::~Client() {
  vanish();
}

void Client::vanish() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;  // the server closed: the answer tells
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Client::is_closed_while_sending(std::string_view piece) {
  // A millisecond between two pieces, or the body would be whole before anybody looks at its pace.
  return eventually([&] {
    pollfd end{.fd = socket_, .events = POLLRDHUP, .revents = 0};
    return ::poll(&end, 1, 1) > 0 || !send(piece);
  });
}

bool Client::is_closed_while_sipping() {
  std::array<char, 256> sip{};
  return eventually([&] { return ::recv(socket_, sip.data(), sip.size(), 0) <= 0; });
}

bool Client::read_more() {
  std::array<char, 16384> piece{};
  const auto count = ::recv(socket_, piece.data(), piece.size(), 0);
  if (count > 0) held_.append(piece.data(), static_cast<std::size_t>(count));
  return count > 0;
}

std::optional<std::string> Client::read_until(std::string_view end) {
  auto at = held_.find(end);
  while (at == std::string::npos) {
    if (!read_more()) return std::nullopt;
    at = held_.find(end);
  }
  return read_bytes(at + end.size());
}

std::optional<std::string> Client::read_bytes(std::size_t count) {
  while (held_.size() < count) {
    if (!read_more()) return std::nullopt;
  }
  auto bytes = held_.substr(0, count);
  held_.erase(0, count);
  return bytes;
}

Answered Client::receive(bool has_body) {
  const auto head = read_until("\r\n\r\n");
  if (!head) return {};
  Answered answered;
  for (const auto& line : split(*head, '\n')) {
    const auto colon = line.find(": ");
    if (line.starts_with("HTTP/1.1 ")) answered.status = std::stoi(line.substr(9, 3));
    if (colon == std::string::npos) continue;
    answered.headers[to_lower(line.substr(0, colon))] = trimmed(line.substr(colon + 2));
  }
  if (!has_body || answered.status == 100) return answered;
  if (answered.headers.contains("content-length")) {
    const auto body = read_bytes(std::stoul(answered.headers["content-length"]));
    return body ? (answered.body = *body, answered) : Answered{};
  }
  while (answered.headers.contains("transfer-encoding")) {
    const auto piece = receive_chunk();
    if (!piece) return {};
    answered.body += *piece;
    if (piece->empty()) break;
  }
  return answered;
}

std::optional<std::string> Client::receive_chunk() {
  const auto size = read_until("\r\n");
  if (!size) return std::nullopt;
  const auto count = std::stoul(*size, nullptr, 16);
  const auto bytes = read_bytes(count + 2);
  if (!bytes) return std::nullopt;
  return bytes->substr(0, count);
}

Answered Client::ask(std::string_view request) {
  send(request);
  return receive();
}

bool Client::is_closed_by_server() {
  char byte = 0;
  return held_.empty() && ::recv(socket_, &byte, 1, 0) == 0;
}

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n\r\n";
}

std::string post(std::string_view target, std::string_view body) {
  return "POST " + std::string(target) +
         " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

std::string chunk(std::string_view bytes) {
  std::array<char, 16> size{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
  return std::string(size.data(), end) + "\r\n" + std::string(bytes) + "\r\n";
}

}  // namespace allot::net
