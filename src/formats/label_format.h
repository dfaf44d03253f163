#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/function_ref.h"
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

/// An item as it goes out. There may be very many annotations: they are shown one by one.
struct LabelledItem {
  const Item& item;
  std::optional<ItemWork> work;  // of labels of a task
  /// Shows its annotations, oldest first.
  FunctionRef<void(FunctionRef<void(const Annotation&)> show)> annotations;
  /// Gives all of this as the API writes it, an object in one line, in pieces.
  FunctionRef<void(FunctionRef<void(std::string_view piece)> give)> json;
};

/// Writes items with their labels in a format that others read: values in, bytes out, from front to
/// back. All items are gone through once for each pass; an item can be gone, or have other labels,
/// by the next one. Holds a name for each label, and what stands at the end of an archive, but no
/// items. One thread at a time.
class LabelFormat {
 public:
  /// Takes what was written, from its beginning, when it is too much to be kept.
  using Spill = std::function<void(std::string_view bytes)>;

  virtual ~LabelFormat() = default;

  /// Kept is at most about `spilled_from_bytes`, and one annotation.
  void spill_to(Spill spill) { spill_ = std::move(spill); }

  [[nodiscard]] virtual unsigned passes() const { return 1; }

  /// Is an item's JSON asked for in this pass?
  [[nodiscard]] virtual bool wants_json(unsigned /*pass*/) const { return false; }

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
  void put(std::string_view bytes) {
    out_ += bytes;
    if (!spill_ || out_.size() < spilled_from_bytes) return;
    spill_(out_);
    out_ = {};
  }

 private:
  static constexpr std::size_t spilled_from_bytes = 4u << 20;

  std::string out_;
  Spill spill_;
};

}  // namespace allot::formats
