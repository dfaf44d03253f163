#include "background/loop.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/unattended.h"

namespace allot::background {

Loop::Loop() : thread_([this] { work(); }) {}

Loop::~Loop() {
  stop();
}

void Loop::every(std::chrono::milliseconds interval, std::string name, std::function<void()> job) {
  {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(
        {.interval = interval, .name = std::move(name), .run = std::move(job), .due = Clock::now()}
    );
  }
  changed_.notify_one();
}

void Loop::stop() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Loop::work() {
  const Unattended all_the_time;
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    const auto next = std::min_element(jobs_.begin(), jobs_.end(), [](const Job& a, const Job& b) {
      return a.due < b.due;
    });
    if (next == jobs_.end()) {
      changed_.wait(lock);
      continue;
    }
    if (next->due > Clock::now()) {
      const auto due = next->due;  // jobs may move while it waits
      changed_.wait_until(lock, due);
      continue;
    }
    const auto index = static_cast<std::size_t>(next - jobs_.begin());
    const auto job = *next;
    lock.unlock();
    run(job);
    lock.lock();
    jobs_[index].due = Clock::now() + job.interval;
  }
}

void Loop::run(const Job& job) {
  try {
    job.run();
  } catch (const std::exception& error) {
    log(LogLevel::error, "background_job_failed", {{"job", job.name}, {"reason", error.what()}});
  } catch (...) {
    log(LogLevel::error, "background_job_failed", {{"job", job.name}});
  }
}

}  // namespace allot::background
