#include "commands/occasions.h"

#include <algorithm>
#include <thread>

namespace allot::cli {

namespace {

using std::chrono::milliseconds;

/// So many that came together are one occasion.
constexpr int heard_at_once_max = 1'000;

}  // namespace

Occasions::Occasions(const Client& client, const std::string& task_id, milliseconds least)
    : events_(client.trying_once().events.listen({.task_ids = {task_id}})), least_(least) {}

bool Occasions::come(milliseconds wait) {
  const auto now = Clock::now();
  if (now < not_before_) {
    const auto rest = std::chrono::ceil<milliseconds>(not_before_ - now);
    std::this_thread::sleep_for(std::min(wait, rest));
    return false;
  }
  hear(has_come_ ? milliseconds{0} : wait);
  if (!has_come_) return false;
  has_come_ = false;
  not_before_ = Clock::now() + least_;
  return true;
}

void Occasions::hear(milliseconds wait) {
  if (!events_) {
    has_come_ = true;
    return;
  }
  try {
    int heard = 0;
    for (auto event = events_->next(wait); event && ++heard < heard_at_once_max;) {
      has_come_ = true;
      event = events_->next(milliseconds{0});
    }
    // What happened while it was gone was heard by nobody.
    has_come_ = has_come_ || is_gone_;
    is_gone_ = false;
  } catch (const CertificateRefused&) {
    throw;
  } catch (const ConnectionFailed&) {
    is_gone_ = has_come_ = true;
  } catch (const InternalServerError&) {
    is_gone_ = has_come_ = true;
  } catch (const Error&) {
    // It has no events, or none for this task any more: a look tells which.
    events_.reset();
    has_come_ = true;
  }
}

}  // namespace allot::cli
