#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/id.h"

namespace allot {

/// A person who is there to work, with their open items.
struct OpenWorkOf {
  UserId person;
  std::uint64_t open = 0;

  bool operator==(const OpenWorkOf&) const = default;
};

/// People whose work a manager should look at: some have nothing while others have twice the mean
/// of all, or more.
struct UnevenWork {
  std::vector<OpenWorkOf> without;     // by address
  std::vector<OpenWorkOf> overloaded;  // the most loaded first
};

/// Nobody is without work while nobody has too much: then all of it is nearly done.
/// Precondition: each person once.
[[nodiscard]] UnevenWork find_uneven_work(std::span<const OpenWorkOf> people);

/// The most loaded first, of equal ones by address.
void sort_by_load(std::vector<OpenWorkOf>& people);

}  // namespace allot
