#include "usecases/exports/read.h"

#include "store/exports.h"
#include "usecases/access.h"

namespace allot {

ListedExports list_exports(Env& env, const Caller& caller, const ListExports& input) {
  return read(env.store, [&](const Transaction& tx) {
    Exports::Asked asked{
        .projects = input.projects.empty() ? projects_of(tx, caller) : input.projects,
        .dataset = input.dataset,
        .creator = input.creator,
        .id = input.id,
        .newest_first = input.newest_first
    };
    std::erase_if(asked.projects, [&](const ProjectId& project) {
      return !standings_in(tx, caller, project).may(Verb::edit_data);
    });
    auto page = tx.exports().page(asked, input.offset, input.count);
    ListedExports listed;
    listed.total = page.total;
    for (auto& found : page.exports) {
      auto command = tx.journal().command(found.id);
      listed.exports.push_back({.order = std::move(found), .command = std::move(command)});
    }
    return listed;
  });
}

}  // namespace allot
