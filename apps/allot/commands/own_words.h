#pragma once

#include <string>
#include <vector>

namespace allot::cli {

/// The sentence of a server about a member of a request (`workload[0].load` …), in the words that
/// the person typed: those of `words`, what the verb takes (`--assign`, `NAME`), which the member
/// was made of. Members that none of them stands for stay. Pure.
[[nodiscard]] std::string in_own_words(
    const std::string& sentence, const std::vector<std::string>& words
);

}  // namespace allot::cli
