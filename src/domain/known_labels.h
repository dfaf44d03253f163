#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/label_tree.h"

namespace allot {

/// What a tree holds before it is changed. A client sends a whole tree back to change one label:
/// what stood there before is not looked at again, whatever today's rules say of it.
class KnownLabels {
 public:
  explicit KnownLabels(const LabelTree& before);

  /// Is it one of them, member by member? Then it stays as it is.
  [[nodiscard]] bool has(const Label& label) const { return labels_.contains(label); }

  /// A tag or displayed name. Errors: invalid (a new one that `check_name` of base/name.h does not
  /// take; names `field`).
  [[nodiscard]] Result<Done> check_name(std::string_view name, const std::string& field) const;

  /// 1 for the roots. Errors: invalid (deeper than `label_levels_max`, and than it was; names
  /// `roots`).
  [[nodiscard]] Result<Done> check_level(std::size_t level) const;

  /// Tags with dots between them. Errors: invalid (over `label_levels_max` tags, an empty one, a
  /// new one that is no name; names `field`).
  [[nodiscard]] Result<Done> check_path(std::string_view path, const std::string& field) const;

 private:
  void add(const std::vector<LabelNode>& nodes);

  std::set<Label> labels_;
  std::set<std::string, std::less<>> names_;
  std::size_t levels_ = 0;
};

}  // namespace allot
