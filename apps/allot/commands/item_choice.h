#pragma once

#include "commands/words.h"

namespace allot::cli {

/// Items of a dataset, a task or an assignment.
struct ItemChoice {
  std::string project;
  std::string dataset;
  std::string task;
  std::string assignment;  // one of the three
  std::vector<std::string> filters;
  std::string person;  // whose items; "" for everybody's
  bool open = false;   // only those without a status
};

/// Throws UsageError: none of the three is named, or several; a person who is not known.
[[nodiscard]] ItemPages items_of(const Client& client, const ItemChoice& choice);

void take_choice(Words& words, ItemChoice& choice);

}  // namespace allot::cli
