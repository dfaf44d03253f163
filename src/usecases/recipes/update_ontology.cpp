#include "usecases/recipes/update_ontology.h"

#include "base/name.h"
#include "json/ontology_metadata.h"
#include "json/sent_labels.h"
#include "usecases/access.h"
#include "usecases/recipes/read.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

Result<Ontology> edit_ontology(
    Env& env, const Caller& caller, const OntologyId& id, FunctionRef<Result<Done>(Ontology&)> edit
) {
  return write(env.store, scope_of(id), [&](Transaction& tx) -> Result<Ontology> {
    auto ontology = TRY(get_ontology(tx, caller, id, Verb::edit_data));
    TRY(edit(ontology));
    ontology.updated_by = caller.user;
    ontology.updated_at = env.clock.now();
    tx.recipes().put_ontology(ontology);
    tell(env, tx, caller, ontology.project, updated(ontology.id));
    return ontology;
  });
}

Result<Ontology> update_ontology(Env& env, const Caller& caller, const UpdateOntology& input) {
  return edit_ontology(env, caller, input.ontology, [&](Ontology& ontology) -> Result<Done> {
    // The SDK sends the whole ontology back, also one that was made without a title.
    if (input.title && *input.title != ontology.title) {
      TRY(check_name(*input.title, "title"));
      ontology.title = *input.title;
    }
    if (input.roots) ontology.roots = TRY(json::label_tree(*input.roots, ontology.roots));
    if (input.metadata) {
      ontology.metadata = json::replaced_metadata(ontology.metadata, *input.metadata, input.system);
    }
    if (input.attributes && !json::are_attributes_of(ontology.metadata, *input.attributes)) {
      ontology.attributes = *input.attributes;
    }
    return Done{};
  });
}

}  // namespace allot
