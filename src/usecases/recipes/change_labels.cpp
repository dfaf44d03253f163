#include "usecases/recipes/change_labels.h"

#include "json/sent_labels.h"
#include "usecases/recipes/update_ontology.h"

namespace allot {

Result<Ontology> change_labels(Env& env, const Caller& caller, const ChangeLabels& input) {
  return edit_ontology(env, caller, input.ontology, [&](Ontology& ontology) -> Result<Done> {
    ontology.roots = TRY(json::with_labels(ontology.roots, input.labels, input.mode));
    return Done{};
  });
}

}  // namespace allot
