#include "usecases/recipes/change_attributes.h"

#include "query/ontology_tree.h"
#include "usecases/recipes/update_ontology.h"

namespace allot {

Result<Ontology> change_attributes(Env& env, const Caller& caller, const ChangeAttributes& input) {
  return edit_ontology(env, caller, input.ontology, [&](Ontology& ontology) -> Result<Done> {
    ontology.metadata = TRY(query::with_attributes(ontology.metadata, input.attributes));
    return Done{};
  });
}

Result<Ontology> remove_attributes(Env& env, const Caller& caller, const RemoveAttributes& input) {
  return edit_ontology(env, caller, input.ontology, [&](Ontology& ontology) -> Result<Done> {
    ontology.metadata = query::without_attributes(ontology.metadata, input.keys);
    return Done{};
  });
}

}  // namespace allot
