#include "usecases/recipes/remove_ontology.h"

#include <algorithm>

#include "usecases/access.h"
#include "usecases/recipes/read.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

Result<Done> remove_ontology(Env& env, const Caller& caller, const OntologyId& id) {
  return write(env.store, scope_of(id), [&](Transaction& tx) -> Result<Done> {
    const auto ontology = TRY(get_ontology(tx, caller, id, Verb::edit_data));
    for (auto& recipe : tx.recipes().of_projects(std::vector{ontology.project})) {
      if (recipe.ontologies.size() < 2 || std::erase(recipe.ontologies, id) == 0) continue;
      if (!recipe.ontologies.empty()) tx.recipes().put(recipe);
    }
    tx.recipes().remove_ontology(id);
    tell(env, tx, caller, ontology.project, deleted(id));
    return Done{};
  });
}

}  // namespace allot
