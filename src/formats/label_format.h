#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/entities.h"

namespace allot::formats {

/// An item's part in a task.
struct ItemWork {
  TaskId task;
  AssignmentId assignment;  // empty, and so is `assignee`: nobody has it
  UserId assignee;
  std::string status;  // "" while it is open
  UserId by;           // who set it; empty: nobody knows
  std::optional<Time> at;
};

/// An item as it goes out.
struct LabelledItem {
  Item item;
  std::vector<Annotation> annotations;  // oldest first
  std::optional<ItemWork> work;         // of labels of a task
  std::string json;                     // all of this as the API writes it, an object in one line
};

/// Writes items with their labels in a format that others read: values in, bytes out, from front to
/// back. All items are gone through once for each pass; an item can be gone, or have other labels,
/// by the next one. Holds a name for each label, and what stands at the end of an archive, but no
/// items. One thread at a time.
class LabelFormat {
 public:
  /// What of an item must be there; the rest may be empty.
  struct Wants {
    bool annotations = true;
    bool json = false;
  };

  virtual ~LabelFormat() = default;

  [[nodiscard]] virtual unsigned passes() const { return 1; }

  [[nodiscard]] virtual Wants wants(unsigned pass) const = 0;

  /// The first pass is 0.
  virtual void add(unsigned pass, const LabelledItem& item) = 0;

  /// Knows all that it wants of this pass.
  [[nodiscard]] virtual bool has_enough(unsigned /*pass*/) const { return false; }

  virtual void end_pass(unsigned /*pass*/) {}

  /// After the last pass: what ends the document.
  virtual void finish() = 0;

  /// What was written since this was asked last.
  [[nodiscard]] std::string take() { return std::exchange(out_, {}); }

  /// Bytes that wait to be taken.
  [[nodiscard]] std::size_t waiting() const { return out_.size(); }

 protected:
  std::string out_;
};

}  // namespace allot::formats
