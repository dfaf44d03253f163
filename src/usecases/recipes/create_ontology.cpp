#include "usecases/recipes/create_ontology.h"

#include "base/name.h"
#include "json/sent_labels.h"
#include "usecases/access.h"
#include "usecases/telling.h"

namespace allot {

Ontology add_ontology(
    Env& env, Transaction& tx, const Caller& caller, const CreateOntology& input
) {
  const auto now = env.clock.now();
  Ontology ontology{
      .id = env.ids.next<OntologyId>(),
      .project = input.project,
      .title = input.title,
      .creator = caller.user,
      .updated_by = caller.user,
      .roots = input.roots,
      .attributes = input.attributes,
      .metadata = input.metadata,
      .created_at = now,
      .updated_at = now
  };
  tx.recipes().put_ontology(ontology);
  tell(env, tx, caller, ontology.project, created(ontology.id));
  return ontology;
}

Result<Ontology> create_ontology(Env& env, const Caller& caller, const CreateOntology& input) {
  if (!input.title.empty()) TRY(check_name(input.title, "title"));  // it may have none
  auto in_form = input;
  in_form.roots = TRY(json::label_tree(input.roots));
  return write(env.store, Scope::project(input.project), [&](Transaction& tx) -> Result<Ontology> {
    if (!get_project(tx, caller, input.project, Verb::edit_data)) {
      return fail(ErrorCode::forbidden, "You may make no ontology in this project.");
    }
    return add_ontology(env, tx, caller, in_form);
  });
}

}  // namespace allot
