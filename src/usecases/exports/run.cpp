#include "usecases/exports/run.h"

#include <fmt/format.h>

#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "base/log.h"
#include "base/patience.h"
#include "store/exports.h"
#include "usecases/access.h"
#include "usecases/commands/running.h"
#include "usecases/datasets/make_binaries.h"
#include "usecases/exports/lock.h"
#include "usecases/exports/write.h"
#include "usecases/items/place.h"
#include "usecases/scopes.h"
#include "usecases/telling.h"

namespace allot {

namespace {

std::optional<Export> find_next(Env& env) {
  return read(env.store, [](const Transaction& tx) -> std::optional<Export> {
    const auto id = tx.exports().next();
    return id ? tx.exports().find(*id) : std::nullopt;
  });
}

Result<Caller> caller_of(const Transaction& tx, const Export& wanted) {
  return caller_now(tx, wanted.creator, "the export");
}

Result<Caller> caller_of(Env& env, const Export& wanted) {
  return read(env.store, [&](const Transaction& tx) { return caller_of(tx, wanted); });
}

bool goes_on_now(Env& env, const Export& wanted) {
  return read(env.store, [&](const Transaction& tx) {
    return goes_on(tx.journal().command(wanted.id));
  });
}

/// Says how far it is, unless too much waits at the writer. False: the command goes on no more.
bool say_progress(Env& env, const Export& wanted, int percent) {
  const auto note = [&](Transaction& tx) -> Result<bool> {
    auto command = tx.journal().command(wanted.id);
    if (!goes_on(command)) return false;
    note_progress(env, tx, *std::move(command), percent);
    return true;
  };
  try {
    return write(env.store, Scope{}, note, "exports/progress").value();
  } catch (const StoreBusy&) {
    return goes_on_now(env, wanted);
  }
}

/// Unless too much waits at the writer: the next time does it, too.
void end_old_locks_if_there_is_room(Env& env) {
  try {
    end_old_locks(env);
  } catch (const StoreBusy&) {
    return;
  }
}

void fail_export(Env& env, const Export& wanted, const std::string& why) {
  const auto failed = write(
      env.store,
      scope_of(wanted.dataset),
      [&](Transaction& tx) -> Result<Done> {
        auto command = tx.journal().command(wanted.id);
        if (goes_on(command)) note_failure(env, tx, *std::move(command), why);
        end_export(env, tx, wanted, {});
        return Done{};
      },
      "exports/fail"
  );
  CHECK(failed.has_value());
}

/// nullopt: the command goes on no more.
Result<std::optional<SpooledFile>> write_file(
    Env& env, const Export& wanted, const std::atomic<bool>& is_stopping
) {
  ExportWriting writing(env, wanted, TRY(parse_queries(wanted.order)), is_stopping, {});
  while (!writing.is_done()) {
    TRY(writing.go_on(TRY(caller_of(env, wanted))));
    if (!say_progress(env, wanted, writing.percent())) return std::optional<SpooledFile>{};
    end_old_locks_if_there_is_room(env);
  }
  return std::optional(writing.finish());
}

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

Result<Done> hand_out(
    Env& env, const Export& wanted, SpooledFile file, const std::atomic<bool>& is_stopping
) {
  const auto caller = TRY(caller_of(env, wanted));
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

Result<Done> carry_out(Env& env, const Export& wanted, const std::atomic<bool>& is_stopping) {
  auto file = TRY(write_file(env, wanted, is_stopping));
  if (!file) return Done{};  // aborted
  return hand_out(env, wanted, *std::move(file), is_stopping);
}

}  // namespace

bool run_next_export(Env& env, const std::atomic<bool>& is_stopping) {
  end_old_locks(env);
  const auto wanted = find_next(env);
  if (!wanted) return false;
  const auto fail = [&](const std::string& why) {
    once_there_is_room(is_stopping, [&] { fail_export(env, *wanted, why); });
  };
  try {
    const auto done = carry_out(env, *wanted, is_stopping);
    if (!done) fail(done.error().message);
  } catch (const GivenUp&) {
    throw;
  } catch (const StoreBusy&) {
    throw;
  } catch (const std::exception& error) {
    log(LogLevel::error, "export_failed", {{"export", wanted->id.text}, {"reason", error.what()}});
    fail("The server could not write the export; its log says why.");
  }
  return true;
}

}  // namespace allot
