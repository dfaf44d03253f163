#pragma once

#include <functional>
#include <list>
#include <mutex>

namespace allot {

/// Rings when something has happened somewhere; whoever listens looks what it was. Thread-safe.
class Bell {
 public:
  /// Hears it until this goes; not called any more once that has returned. The bell must outlive
  /// it.
  class Listener {
   public:
    /// `hear` is called by whoever rings, and by one at a time: note it, and return.
    Listener(Bell& bell, std::function<void()> hear);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

   private:
    Bell& bell_;
    std::list<std::function<void()>>::iterator place_;
  };

  void ring() {
    const std::scoped_lock lock(mutex_);
    for (const auto& hear : listeners_) hear();
  }

 private:
  std::mutex mutex_;
  std::list<std::function<void()>> listeners_;
};

inline Bell::Listener::Listener(Bell& bell, std::function<void()> hear) : bell_(bell) {
  const std::scoped_lock lock(bell_.mutex_);
  place_ = bell_.listeners_.insert(bell_.listeners_.end(), std::move(hear));
}

inline Bell::Listener::~Listener() {
  const std::scoped_lock lock(bell_.mutex_);
  bell_.listeners_.erase(place_);
}

}  // namespace allot
