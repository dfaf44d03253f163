#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "allot/allot.h"
#include "server_for_tests.h"
#include "temporary_folder_for_tests.h"

namespace allot::sdk_tests {

/// How clients reach the server: over HTTP on a socket, or inside the process.
enum class Mode { http, embedded };

/// "mia" → "mia@example.org"
[[nodiscard]] std::string address_of(const std::string& name);
[[nodiscard]] std::string password_of(const std::string& name);

/// A new installation with accounts for mia, who owns it, ada, ben, cleo and eve, and clients of
/// it. Each is as good in one mode as in the other.
class House {
 public:
  explicit House(Mode mode);

  /// Somebody's client, signed in.
  [[nodiscard]] Client client(const std::string& name) const;
  /// Nobody's client. Mode::http alone.
  [[nodiscard]] Client stranger() const;

  [[nodiscard]] Mode mode() const { return mode_; }

  /// Where the server is. Mode::http alone.
  [[nodiscard]] const std::string& url() const { return server_->url(); }

  /// A file with these bytes, to be uploaded.
  [[nodiscard]] std::filesystem::path file(const std::string& name, std::string_view bytes) const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  Mode mode_;
  TemporaryFolder folder_;
  std::optional<ServerForTests> server_;  // Mode::http
};

/// One house with a project of mia's, in which ada and ben are annotators.
class InBothModes : public ::testing::TestWithParam<Mode> {
 protected:
  const House house{GetParam()};
  const Client mia = house.client("mia");
  const Project project = make_project();

  /// A dataset with so many files: "/01.txt", "/02.txt", … in this order.
  [[nodiscard]] Dataset dataset_with(std::size_t files) const;
  /// A task of all items of a dataset.
  [[nodiscard]] Task task_of(const Dataset& dataset, const Workload& workload) const;

 private:
  [[nodiscard]] Project make_project() const;
};

[[nodiscard]] std::string mode_name(const ::testing::TestParamInfo<Mode>& mode);

#define IN_BOTH_MODES(Suite) \
  INSTANTIATE_TEST_SUITE_P(, Suite, ::testing::Values(Mode::http, Mode::embedded), mode_name)

// What tests compare.

[[nodiscard]] std::vector<std::string> names_of(const ItemPages& items);
[[nodiscard]] std::vector<std::string> ids_of(const ItemPages& items);

/// Who holds how many items of a task, in the order of its assignments: {"ada", 3}.
using Shares = std::vector<std::pair<std::string, std::uint64_t>>;
[[nodiscard]] Shares shares_of(const Task& task);
/// Who holds how many open items after a planned move.
[[nodiscard]] Shares after(const Plan& plan);

/// Parts for people by their names: {{"ada", 60}, {"ben", 40}}.
[[nodiscard]] Workload loads(std::initializer_list<std::pair<const char*, double>> parts);
/// Somebody's assignment in a task.
[[nodiscard]] Assignment assignment_of(const Task& task, const std::string& name);

}  // namespace allot::sdk_tests
