#pragma once

// What the tests of exports share.

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <sstream>

#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/exports/begin.h"
#include "usecases/exports/run_for_tests.h"
#include "usecases/items/read.h"

namespace allot::test {

/// A dataset of mia's, and the ways of an export out of it.
class ExportsOfADataset : public testing::Test {
 protected:
  Command begin(const ExportOrder& order = {}, const std::optional<Caller>& caller = {}) {
    const BeginExport input{.dataset = world.dataset(), .order = order, .lock_time = {}};
    return begun(begin_export(world.env(), caller.value_or(world.manager()), input));
  }

  Command begin_locked(std::optional<std::chrono::seconds> time = {}) {
    const BeginExport input{
        .dataset = world.dataset(), .order = {}, .locks = true, .lock_time = time
    };
    return begun(begin_export(world.env(), world.manager(), input));
  }

  static Command begun(const Result<Command>& begun) {
    if (!begun) throw std::runtime_error(begun.error().message);
    return *begun;
  }

  /// All that wait.
  void run() {
    while (run_next_export(world.env(), never)) {
    }
  }

  Command now(const Command& command) {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.journal().command(command.id).value();
    });
  }

  static ItemId output_of(const Command& command) {
    return std::get<DatasetExported>(command.result).output;
  }

  /// The bytes that the command's file has.
  std::string content(const Command& command) {
    const auto content = read_content(world.env(), world.manager(), output_of(now(command)));
    if (!content) throw std::runtime_error(content.error().message);
    std::ifstream in(content->file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  std::string exported(const ExportOrder& order = {}) {
    const auto command = begin(order);
    run();
    EXPECT_EQ(now(command).error, "");
    EXPECT_EQ(now(command).status, CommandStatus::success);
    return content(command);
  }

  void annotate(const ItemId& item, const std::string& label, const std::string& type = "box") {
    const NewAnnotation added{
        .type = type,
        .label = label,
        .coordinates = R"([{"x":1,"y":2},{"x":3.50,"y":4}])",
        .creator = {}
    };
    ASSERT_OK(create_annotations(world.env(), world.manager(), item, {added}));
  }

  bool is_locked() {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.datasets().find(world.dataset()).value().readonly;
    });
  }

  std::size_t files_in_binaries() {
    return read(world.env().store, [&](const Transaction& tx) {
      std::size_t files = 0;
      for (const auto& dataset : tx.datasets().of_project(world.project())) {
        if (dataset.binaries) files += tx.datasets().sets(dataset.id).file.size();
      }
      return files;
    });
  }

  World world;
  const std::atomic<bool> never = false;
};

}  // namespace allot::test
