#include "usecases/recipes/change_attributes.h"

#include "json/ontology_metadata.h"
#include "usecases/recipes/update_ontology.h"

namespace allot {

Result<Ontology> change_attributes(Env& env, const Caller& caller, const ChangeAttributes& input) {
  return edit_ontology(env, caller, input.ontology, [&](Ontology& ontology) -> Result<Done> {
    ontology.metadata = TRY(json::with_attributes(ontology.metadata, input.attributes));
    return Done{};
  });
}

Result<Ontology> remove_attributes(Env& env, const Caller& caller, const RemoveAttributes& input) {
  return edit_ontology(env, caller, input.ontology, [&](Ontology& ontology) -> Result<Done> {
    ontology.metadata = json::without_attributes(ontology.metadata, input.keys);
    return Done{};
  });
}

}  // namespace allot
