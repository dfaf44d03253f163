#include "usecases/exports/hand_out.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "usecases/access.h"
#include "usecases/commands/running.h"
#include "usecases/datasets/make_binaries.h"
#include "usecases/exports/lock.h"
#include "usecases/items/place.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

Result<Dataset> binaries_of(Env& env, const Caller& caller, const ProjectId& project) {
  make_missing_binaries(env, caller, {&project, 1});
  return read(env.store, [&](const Transaction& tx) -> Result<Dataset> {
    TRY(get_project(tx, caller, project, Verb::edit_data));
    for (auto& dataset : tx.datasets().of_project(project)) {
      if (dataset.binaries) return std::move(dataset);
    }
    return not_found("project", project.text);
  });
}

Item output_of(
    Env& env,
    const Caller& caller,
    const Export& wanted,
    const DatasetId& binaries,
    const SpooledFile& file
) {
  const bool is_json = wanted.order.form == ExportForm::json;
  const auto name = wanted.id.text + (is_json ? ".json" : ".zip");
  auto item = make_item(env, caller, binaries, "/" + name, ItemType::file);
  item.size = file.size();
  item.content = file.sha256();
  item.metadata = fmt::format(
      R"({{"system":{{"size":{},"mimetype":"application/{}","originalname":"{}","encoding":"7bit"}}}})",
      file.size(),
      is_json ? "json" : "zip",
      name
  );
  return item;
}

/// The file is an item, the command a success, and the export ended, all at once.
Result<Done> hand_over(
    Env& env,
    Transaction& tx,
    const Export& wanted,
    const DatasetId& binaries,
    const SpooledFile& file
) {
  auto command = tx.journal().command(wanted.id);
  if (!goes_on(command)) {
    end_export(env, tx, wanted, {});
    return Done{};
  }
  const auto caller = TRY(caller_of(tx, wanted));
  TRY(get_dataset(tx, caller, wanted.dataset, Verb::edit_data));
  TRY(get_dataset(tx, caller, binaries, Verb::edit_data));
  const auto item = output_of(env, caller, wanted, binaries, file);
  TRY(require_place_for_file(tx, binaries, item.path));
  tx.items().add(item);
  tell(env, tx, caller, wanted.project, created(item.id));
  note_success(
      env, tx, *std::move(command), DatasetExported{.dataset = wanted.dataset, .output = item.id}
  );
  end_export(env, tx, wanted, item.id);
  return Done{};
}

}  // namespace

Result<Caller> caller_of(const Transaction& tx, const Export& wanted) {
  return caller_now(tx, wanted.creator, "the export");
}

Result<Done> hand_out(
    Env& env, const Export& wanted, SpooledFile file, const std::atomic<bool>& is_stopping
) {
  const auto caller =
      TRY(read(env.store, [&](const Transaction& tx) { return caller_of(tx, wanted); }));
  const auto binaries =
      TRY(once_there_is_room(is_stopping, [&] { return binaries_of(env, caller, wanted.project); })
      );
  env.files.keep(file);
  const auto scope = [&](const Transaction& tx) {
    return scope_of(tx, wanted.dataset) | scope_of(tx, binaries.id);
  };
  const auto make = [&](Transaction& tx) { return hand_over(env, tx, wanted, binaries.id, file); };
  return once_there_is_room(is_stopping, [&] {
    return write(env.store, scope, make, "exports/hand_out");
  });
}

}  // namespace allot
