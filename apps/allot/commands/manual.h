#pragma once

#include <string>

namespace CLI {
class App;
}

namespace allot::cli {

/// The manual page of the program, in roff: docs/man/allot.1 is this.
[[nodiscard]] std::string manual_page(const CLI::App& app);

}  // namespace allot::cli
