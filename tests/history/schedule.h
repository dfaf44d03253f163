#pragma once

#include <cstdint>

#include "history.h"
#include "model.h"
#include "script.h"

namespace allot::history {

/// How clients get at the server.
enum class Way {
  stepped,  // use cases, one client at a time; who goes on at each transaction is the seed's choice
  racing,   // use cases, all at once
  http,     // requests to a server on a socket, all at once
};

struct Shape {
  Way way = Way::stepped;
  std::size_t items = 8;
  std::size_t tasks = 2;
  std::size_t managers = 3;
  std::size_t annotators = 2;  // ada and ben
  std::size_t calls = 12;      // of each client
  Mix managers_mix = mix_of_managers();
};

struct Played {
  History history;
  Board start;
  std::map<TaskId, Ledger> end;  // of all tasks that were made; empty: of one that is gone
};

/// Plays one schedule on a new world with real SQLite. The same seed gives the same choices; the
/// same history only when stepped, otherwise who is faster is the machine's choice.
[[nodiscard]] Played play(const Shape& shape, std::uint64_t seed);

}  // namespace allot::history
