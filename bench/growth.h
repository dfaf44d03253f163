#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/dispatch.h"
#include "installation/installation.h"
#include "place.h"

namespace allot_bench {

/// An installation in a folder of its own, with one dataset, and requests of its owner.
class House {
 public:
  explicit House(const std::filesystem::path& folder);
  House(const House&) = delete;
  House& operator=(const House&) = delete;
  ~House();

  /// Runs the whole server but for the socket; gives the body. Throws std::runtime_error unless the
  /// answer is 200.
  std::string ask(allot::http::Method method, const std::string& target, std::string body = "");
  /// Runs the jobs on the writer in one group; each is told the number of its turn.
  void in_one_group(std::size_t jobs, const std::function<void(std::size_t)>& job);

  /// Adds items /NNNN/NNNNNNNN.png.
  void add_items(std::uint32_t count);
  /// Of all items, among so many people; with `scatter` not in runs but dealt one by one.
  allot::TaskId add_task(std::uint32_t people, bool scatter = false);
  /// Gives assignments their rows that have none yet, as housekeeping does.
  void give_rows();
  /// One job of it.
  void give_some_rows();
  /// Of one item, for one person.
  void add_task_of(const allot::ItemId& item);
  /// Adds `count` boxes, dealt to the first `items` items.
  void add_annotations(std::uint64_t count, std::uint32_t items);

  [[nodiscard]] allot::SharedLedger ledger(const allot::TaskId& task) const;
  /// The id of an item.
  [[nodiscard]] allot::ItemId item(allot::Ordinal ordinal) const;

  const std::filesystem::path folder;
  allot::Installation installation;
  Place place;

 private:
  allot::http::Dispatcher dispatcher_;
  std::string token_;
  int tasks_ = 0;
};

/// One operation, to be timed; `check` looks at its result and throws std::runtime_error.
struct Operation {
  std::function<void()> run;
  std::function<void()> check;
  double parts = 1;  // the time is divided by this
};

/// A line of the table: the same operation in houses that differ in one size.
struct Row {
  std::string what;
  std::string unit;  // of the sizes
  std::vector<std::uint32_t> sizes;
  std::function<Operation(House& house, std::uint32_t size)> prepare;
  int runs = 7;  // the one in the middle counts
};

[[nodiscard]] std::vector<Row> work_rows(std::uint32_t scale);
[[nodiscard]] std::vector<Row> data_rows(std::uint32_t scale);

/// Throws std::runtime_error with the sentence unless it holds.
void expect(bool holds, const std::string& sentence);

}  // namespace allot_bench
