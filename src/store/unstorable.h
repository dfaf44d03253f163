#pragma once

#include <stdexcept>
#include <string>

namespace allot {

/// What was to be stored could not be read again: it is no UTF-8, or no JSON of bounded depth.
/// Nothing of the running change was kept. The edge refuses such input in better words; this is
/// what it may have missed.
class Unstorable : public std::runtime_error {
 public:
  explicit Unstorable(const std::string& member)
      : std::runtime_error(
            "`" + member + "` cannot be stored: it is no text in UTF-8, or nested too deep."
        ) {}
};

}  // namespace allot
