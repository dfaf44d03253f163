#pragma once

#include <string>
#include <vector>

namespace allot::app {

/// Sentences about many things, a line each: of those that say the same of different things the
/// first few, and how many more there are. Groups stand in the order of their first sentence. The
/// same is said by sentences that differ in names, ids and numbers alone: in what stands in
/// backticks with a digit, a `/` or an `@` in it, in words with one of these, in a thing that is
/// named with its id (`Item NAME (ID): …`), and in examples. Pure.
[[nodiscard]] std::string grouped(const std::vector<std::string>& sentences);

}  // namespace allot::app
