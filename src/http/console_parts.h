#pragma once

// For the console's .cpp files: what its pages are made of. Texts are escaped here, unless they are
// said to be HTML.

#include <string>
#include <string_view>
#include <vector>

#include "http/pages.h"
#include "usecases/projects/read.h"
#include "usecases/tasks/read.h"

namespace allot::http::console {

/// The project that the address names. Errors: not_found.
[[nodiscard]] Result<ProjectView> project_of(
    Env& env, const Request& request, const Caller& caller
);

/// The address joins things that do not belong together.
[[nodiscard]] Unexpected elsewhere();

[[nodiscard]] std::string link(std::string_view address, std::string_view text);
[[nodiscard]] std::string project_path(const ProjectId& project);
[[nodiscard]] std::string task_path(const Task& task);
[[nodiscard]] std::string dataset_path(const Dataset& dataset);

/// 12345 as 12,345.
[[nodiscard]] std::string counted(std::uint64_t number);
[[nodiscard]] std::string counted(
    std::uint64_t number, std::string_view one, std::string_view many
);

struct Fact {
  std::string_view name;
  std::string value;
};

[[nodiscard]] std::string facts(const std::vector<Fact>& all);

/// Columns whose name begins with '#' hold numbers; cells are HTML.
class Table {
 public:
  explicit Table(std::vector<std::string_view> columns);

  void row(const std::vector<std::string>& cells);

  /// A sentence stands for a table without rows.
  [[nodiscard]] std::string html(std::string_view when_empty) const;

 private:
  std::vector<std::string_view> columns_;
  std::string head_;
  std::string rows_;
};

/// The word of a task's or assignment's status, with its mark.
[[nodiscard]] std::string state(std::string_view word);
[[nodiscard]] std::string progress(const Counts& counts);
/// The way from the projects to here; `rest` is HTML.
[[nodiscard]] std::string trail(const ProjectView& project, std::string_view rest = {});
[[nodiscard]] std::string heading(std::string_view title);
/// `body` is HTML.
[[nodiscard]] Page page_of(std::string title, std::string body);

}  // namespace allot::http::console
