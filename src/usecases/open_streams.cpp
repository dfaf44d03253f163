#include "usecases/open_streams.h"

#include <fmt/format.h>

namespace allot {

Result<OpenStreams::Place> OpenStreams::begin(const UserId& person) {
  const std::scoped_lock lock(mutex_);
  auto& open = of_person_[person];
  if (open >= of_a_person_max) {
    return fail(
        ErrorCode::unavailable,
        fmt::format(
            "A person has at most {} exports on their way, and so many of yours are; come again "
            "when one has ended.",
            of_a_person_max
        )
    );
  }
  ++open;
  return Place(*this, person);
}

OpenStreams::Place::~Place() {
  if (streams_ == nullptr) return;
  const std::scoped_lock lock(streams_->mutex_);
  const auto open = streams_->of_person_.find(person_);
  if (--open->second == 0) streams_->of_person_.erase(open);
}

}  // namespace allot
