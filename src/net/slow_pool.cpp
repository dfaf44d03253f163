#include "net/slow_pool.h"

#include <utility>

namespace allot::net {

SlowPool::SlowPool(std::size_t threads, std::size_t queue_max) : queue_max_(queue_max) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

SlowPool::~SlowPool() {
  {
    const std::scoped_lock lock(mutex_);
    is_closing_ = true;
  }
  changed_.notify_all();
  threads_.clear();  // joins while the queue still lives
}

bool SlowPool::try_post(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    if (queue_.size() >= queue_max_) {
      refused_.add();
      return false;
    }
    queue_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

bool SlowPool::is_full() {
  const std::scoped_lock lock(mutex_);
  return queue_.size() >= queue_max_;
}

void SlowPool::post_more(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    queue_.push_back(std::move(job));
  }
  changed_.notify_one();
}

std::size_t SlowPool::queue_length() const {
  const std::scoped_lock lock(mutex_);
  return queue_.size();
}

void SlowPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_closing_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const auto job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace allot::net
