#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "domain/known_labels.h"
#include "domain/label_tree.h"

namespace allot {

enum class LabelMode {
  add,     // a tag that is there is refused
  update,  // a tag that is not there is refused
  upsert,
};

/// Labels of a tree that are added or changed, one after the other. Where labels are is noted: a
/// request may bring very many. Refers to the tree, which nobody else changes meanwhile.
class LabelChanges {
 public:
  explicit LabelChanges(LabelTree& tree) : known_(tree), roots_(tree.roots) {}

  /// The label at a path of tags with dots between them, made when it is not there, with the
  /// parents that are missing; a label whose own tag holds dots (roots may bring one) is found by
  /// its whole tag first, and of two labels of one tag the first counts. Valid until the next call.
  /// Errors: invalid (the path, by KnownLabels::check_path; the tag is there, with `add`),
  /// not_found (the tag is not there, with `update`). After an error the tree is to be dropped: it
  /// may have been changed.
  [[nodiscard]] Result<Label*> at(
      const std::string& path, LabelMode mode, const std::string& field
  );

  /// What the tree held at first.
  [[nodiscard]] const KnownLabels& known() const { return known_; }

 private:
  using Positions = std::unordered_map<std::string, std::size_t>;

  struct Place {
    LabelNode* node = nullptr;
    bool is_new = false;
  };

  Place find_or_make(const std::string& path);
  LabelNode* find(std::vector<LabelNode>& nodes, const std::string& parent, const std::string& tag);
  LabelNode& add(std::vector<LabelNode>& nodes, const std::string& parent, const std::string& tag);
  Positions& positions_in(const std::vector<LabelNode>& nodes, const std::string& parent);

  const KnownLabels known_;
  std::vector<LabelNode>& roots_;
  std::unordered_map<std::string, Positions> positions_;  // by the path of the parent
};

}  // namespace allot
