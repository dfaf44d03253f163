#pragma once

#include <optional>
#include <string>

#include "domain/events.h"

namespace allot {

/// An event in the words of the outbox, which are also those of the API.
struct EventText {
  std::string resource;  // "Task", "Assignment", "ItemStatus", "Item", "Annotation", "Dataset", …
  std::string action;    // "Created", "Updated", "Deleted", "statusChanged", "taskAssigned", …
  std::string id;        // of what it tells of
  std::string detail;    // JSON object
  bool operator==(const EventText&) const = default;
};

[[nodiscard]] std::string_view name_of(Thing thing);
[[nodiscard]] std::string_view name_of(Act act);

/// `task`: the event's.
[[nodiscard]] EventText text_of(const Happening& what, const TaskId& task);

/// The inverse; nullopt for words that text_of does not write.
[[nodiscard]] std::optional<Happening> read_happening(const EventText& text, const TaskId& task);

}  // namespace allot
