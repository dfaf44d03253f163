#include "net/test_server.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

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

}  // namespace allot::net
