#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "formats/formats.h"
#include "usecases/env.h"

namespace allot {

/// Whose labels go out: of a dataset, of a task, or of what one assignment holds.
using LabelsOf = std::variant<DatasetId, TaskId, AssignmentId>;

struct ExportLabels {
  LabelsOf of;
  std::string filter;  // JSON: a filter, or a query with `filter` and `join`; "": all
  const formats::FormatFacts& format;
};

/// Labels on their way out, a piece at a time. Nothing is open between pieces and little is held:
/// each of them is a short read of some items as they are then, as far as the caller may see them
/// then. An item that has gone meanwhile is left out, none is half there; what is new is not there.
/// A person has so many at most (OpenStreams). One thread at a time.
class LabelStream {
 public:
  virtual ~LabelStream() = default;
  /// The next piece; "" when there is none yet, nullopt at the end. Throws StoreFailure, and
  /// LabelsWithheld when the caller may see the place no more, is disabled, or the sign-in ended.
  [[nodiscard]] virtual std::optional<std::string> next() = 0;
};

class LabelsWithheld : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct LabelsOut {
  std::string title;                    // the name of what goes out
  std::unique_ptr<LabelStream> stream;  // refers to the environment
};

/// Chooses the items: files that the caller may see and the filter names, hidden ones of a dataset
/// only when it asks for `hidden`; those of a task or an assignment come with who has them and who
/// gave them which status. May scan. Errors: not_found, forbidden, invalid (the filter),
/// unavailable (the caller has too many streams).
[[nodiscard]] Result<LabelsOut> export_labels(
    Env& env, const Caller& caller, const ExportLabels& input
);

}  // namespace allot
