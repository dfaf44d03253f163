#pragma once

#include <string>
#include <vector>

#include "configuration.h"

namespace CLI {
class App;
}

namespace allot::app {

/// Lists, which CLI11 fills whether they were given or not.
struct Lists {
  std::vector<std::string> origins;
  std::vector<std::string> proxies;
};

/// The options that say where and how a server listens, grouped as `Serving`. What is given is
/// written into `configuration` and `lists` when the words are parsed; both must live until then.
void add_server_options(CLI::App& command, Configuration& configuration, Lists& lists);

}  // namespace allot::app
