#pragma once

#include <stdexcept>
#include <utility>

#include "base/result.h"

namespace allot::test {

/// The value; throws where there is none.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

}  // namespace allot::test
