#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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
  const Item& item;
  std::optional<ItemWork> work;  // of labels of a task
  /// Where it is wished for: all of the item as the API writes it, in one line, open for what it
  /// ends with: `…,"annotations":[`.
  std::string json;
};

struct LabelledAnnotation {
  const Annotation& annotation;
  std::string json;  // where it is wished for: as the API writes it, in one line
};

/// Writes items with their labels in a format that others read: values in, bytes out, from front to
/// back. All items are gone through once for each pass; an item can be gone, or have other labels,
/// by the next one. There may be very many annotations of an item: they come one by one, and what
/// was written can be taken in between. Holds a name for each label, and some 30 bytes for each
/// file of an archive, but no items. One thread at a time.
class LabelFormat {
 public:
  /// What is of use in a pass: nothing else need come.
  struct Wishes {
    bool annotations = true;
    bool json = false;
    bool bare_items = true;  // those without annotations
  };

  virtual ~LabelFormat() = default;

  [[nodiscard]] virtual unsigned passes() const { return 1; }

  /// The first pass is 0. What is of use may become less in the middle of one.
  [[nodiscard]] virtual Wishes wishes(unsigned /*pass*/) const { return {}; }

  // An item, its annotations, oldest first, and its end: the same item for all of them.

  virtual void begin_item(unsigned pass, const LabelledItem& item) = 0;
  virtual void add(
      unsigned pass, const LabelledItem& item, const LabelledAnnotation& annotation
  ) = 0;

  virtual void end_item(unsigned /*pass*/, const LabelledItem& /*item*/) {}

  virtual void end_pass(unsigned /*pass*/) {}

  /// After the last pass: what ends the document, a piece of it with each call. True: that was the
  /// last.
  [[nodiscard]] virtual bool finish() = 0;

  /// What may stand between any two pieces and means nothing, so that there is something to send
  /// while nothing else is; "": nothing may.
  [[nodiscard]] virtual std::string_view filler() const { return {}; }

  /// What was written since this was asked last.
  [[nodiscard]] std::string take() { return std::exchange(out_, {}); }

  /// Bytes that wait to be taken.
  [[nodiscard]] std::size_t waiting() const { return out_.size(); }

 protected:
  void put(std::string_view bytes) { out_ += bytes; }

 private:
  std::string out_;
};

}  // namespace allot::formats
