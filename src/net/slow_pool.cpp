#include "net/slow_pool.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "base/waiting.h"

namespace allot::net {

namespace {

std::size_t half_of(std::size_t count) {
  return std::max<std::size_t>(count / 2, 1);
}

}  // namespace

/// One caller's job on this thread: told when it only waits.
class SlowPool::Turn final : public WaitObserver {
 public:
  Turn(SlowPool& pool, Callers::value_type& caller) : pool_(pool), caller_(caller) {
    Waiting::observe(this);
  }

  ~Turn() override { Waiting::observe(nullptr); }

  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  void begin_waiting() override {
    const std::scoped_lock lock(pool_.mutex_);
    if (pool_.options_.waiting_max == 0) return;  // there are no spare threads
    --pool_.running_;
    --caller_.second.running;
    ++caller_.second.waiting;
    pool_.call_a_thread();
  }

  /// It goes on at once, also where the spare thread is still at work: what is left of it is short,
  /// and nothing new is begun while more run than may.
  void end_waiting() override {
    const std::scoped_lock lock(pool_.mutex_);
    if (pool_.options_.waiting_max == 0) return;
    ++pool_.running_;
    ++caller_.second.running;
    --caller_.second.waiting;
    pool_.call_a_thread();  // one fewer of this caller waits
  }

 private:
  SlowPool& pool_;
  Callers::value_type& caller_;
};

SlowPool::SlowPool(const Options& options) : options_(options) {
  const std::scoped_lock lock(mutex_);
  threads_.reserve(options.threads + options.waiting_max);
  for (std::size_t i = 0; i < options.threads; ++i) threads_.emplace_back([this] { work(); });
}

SlowPool::~SlowPool() {
  {
    const std::scoped_lock lock(mutex_);
    is_closing_ = true;  // no thread is made from here on
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

bool SlowPool::try_post(Job job, const std::string& caller) {
  const std::scoped_lock lock(mutex_);
  if (has_no_place(caller)) {
    refused_.add();
    return false;
  }
  add(std::move(job), caller);
  return true;
}

bool SlowPool::is_full(const std::string& caller) {
  const std::scoped_lock lock(mutex_);
  return has_no_place(caller);
}

void SlowPool::post_more(Job job, const std::string& caller) {
  const std::scoped_lock lock(mutex_);
  add(std::move(job), caller);
}

std::size_t SlowPool::queue_length() const {
  const std::scoped_lock lock(mutex_);
  return queued_;
}

bool SlowPool::has_no_place(const std::string& caller) const {
  if (queued_ >= options_.queue_max) return true;
  if (caller.empty()) return false;
  const auto found = callers_.find(caller);
  return found != callers_.end() && found->second.jobs.size() >= half_of(options_.queue_max);
}

void SlowPool::add(Job job, const std::string& caller) {
  auto& entry = *callers_.try_emplace(caller).first;
  if (entry.second.jobs.empty()) turns_.push_back(&entry);
  entry.second.jobs.push_back(std::move(job));
  ++queued_;
  call_a_thread();
}

bool SlowPool::may_run(const Callers::value_type& caller) const {
  const auto& [name, work] = caller;
  if (name.empty()) return true;
  return work.running < half_of(options_.threads) &&
         (options_.waiting_max == 0 || work.waiting < half_of(options_.waiting_max));
}

std::deque<SlowPool::Callers::value_type*>::iterator SlowPool::next_turn() {
  if (running_ >= options_.threads) return turns_.end();
  return std::ranges::find_if(turns_, [this](const auto* caller) { return may_run(*caller); });
}

SlowPool::Job SlowPool::take(Callers::value_type& caller) {
  auto& jobs = caller.second.jobs;
  auto job = std::move(jobs.front());
  jobs.pop_front();
  if (!jobs.empty()) turns_.push_back(&caller);  // behind all others
  --queued_;
  ++running_;
  ++caller.second.running;
  return job;
}

void SlowPool::leave(Callers::value_type& caller) {
  auto& [name, work] = caller;
  --running_;
  --work.running;
  if (work.jobs.empty() && work.running == 0 && work.waiting == 0) callers_.erase(name);
}

void SlowPool::call_a_thread() {
  if (next_turn() == turns_.end()) return;
  if (idle_ > 0) return changed_.notify_one();
  if (is_closing_ || threads_.size() >= options_.threads + options_.waiting_max) return;
  try {
    threads_.emplace_back([this] { work(); });
  } catch (const std::system_error& error) {
    // Those that are there do it later.
    log(LogLevel::warning, "no_thread", {{"reason", error.what()}});
  }
}

void SlowPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    auto turn = next_turn();
    if (turn == turns_.end()) {
      if (is_closing_ && queued_ == 0) return;
      ++idle_;
      changed_.wait(lock);
      --idle_;
      continue;
    }
    auto& caller = **turn;
    turns_.erase(turn);
    auto job = take(caller);
    call_a_thread();  // one that was woken for two jobs
    lock.unlock();
    {
      const Turn at_work(*this, caller);
      job();
      job = nullptr;  // what it holds goes before its place is free
    }
    lock.lock();
    leave(caller);
    if (is_closing_ && queued_ == 0) changed_.notify_all();
  }
}

}  // namespace allot::net
