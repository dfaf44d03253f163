#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace allot::cli {

/// What was asked for: a verb of projects, tasks, assignments, …; on the client SDK alone.
struct Work {
  /// Runs it and prints; gives the exit code: 0 done, 1 failed, 2 used wrongly, 3 not signed in, 4
  /// not confirmed. Empty: no such verb was among the words.
  std::function<int()> run;
};

/// Adds the verbs to the program's command line; after parsing `work` holds the one that was
/// chosen. `work` must outlive `app`.
void add_work_verbs(CLI::App& app, Work& work);

}  // namespace allot::cli
