#include "usecases/labels/known.h"

#include "json/label_tree.h"

namespace allot {

namespace {

void add(
    const std::vector<LabelNode>& nodes, const std::string& above, std::vector<std::string>& labels
) {
  for (const auto& node : nodes) {
    const auto* tag = node.tag();
    if (tag == nullptr || tag->empty()) continue;
    auto label = above.empty() ? *tag : above + "." + *tag;
    labels.push_back(label);
    if (const auto* children = node.children()) add(*children, label, labels);
  }
}

}  // namespace

std::vector<std::string> known_labels(const Transaction& tx, const RecipeId& id) {
  std::vector<std::string> labels;
  const auto recipe = tx.recipes().find(id);
  if (!recipe) return labels;
  for (const auto& ontology_id : recipe->ontologies) {
    const auto ontology = tx.recipes().find_ontology(ontology_id);
    if (ontology) add(json::stored_labels(ontology->roots).roots, "", labels);
  }
  return labels;
}

}  // namespace allot
