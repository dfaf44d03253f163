#include "usecases/clones/run.h"

#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "base/log.h"
#include "base/patience.h"
#include "store/clones.h"
#include "usecases/clones/make.h"
#include "usecases/commands/running.h"

namespace allot {

namespace {

/// So many origins of a merge that has ended are forgotten in one change.
constexpr std::uint64_t origins_max = 1'000;

std::optional<Clone> find_clone(
    Env& env, FunctionRef<std::optional<CommandId>(const Transaction&)> find
) {
  return read(env.store, [&](const Transaction& tx) -> std::optional<Clone> {
    const auto id = find(tx);
    return id ? tx.clones().find(*id) : std::nullopt;
  });
}

/// It has ended, and what was written of it goes; a command that runs has failed.
void end_clone(Env& env, const CommandId& id, const std::string& why) {
  const auto where = [&](const Transaction& tx) {
    const auto now = tx.clones().find(id);
    return now && !now->dataset.empty() ? Scope::dataset(now->dataset) : Scope{};
  };
  const auto ended = write(
      env.store,
      where,
      [&](Transaction& tx) -> Result<Done> {
        auto command = tx.journal().command(id);
        if (goes_on(command)) note_failure(env, tx, *std::move(command), why);
        tx.clones().give_up(id, env.clock.now());
        return Done{};
      },
      "clones/end"
  );
  CHECK(ended.has_value());
}

/// No merge asks for them: none is being made.
void forget_origins(Env& env, const std::atomic<bool>& is_stopping) {
  const auto has_some = [](const Transaction& tx) { return tx.clones().has_origins(); };
  const auto forget = [](Transaction& tx) -> Result<Done> {
    tx.clones().forget_origins(origins_max);
    return Done{};
  };
  while (read(env.store, has_some)) {
    if (is_stopping) throw GivenUp("The server is stopping.");
    const auto forgotten = once_there_is_room(is_stopping, [&] {
      return write(env.store, Scope{}, forget, "clones/forget_origins");
    });
    CHECK(forgotten.has_value());
  }
}

}  // namespace

bool run_next_clone(Env& env, const std::atomic<bool>& is_stopping) {
  forget_origins(env, is_stopping);
  const auto wanted = find_clone(env, [](const Transaction& tx) { return tx.clones().next(); });
  if (!wanted) return false;
  const auto end = [&](const std::string& why) {
    once_there_is_room(is_stopping, [&] { end_clone(env, wanted->id, why); });
  };
  try {
    const auto is_made = make_clone(env, *wanted, is_stopping);
    if (!is_made) {
      end(is_made.error().message);
    } else if (!*is_made) {
      end("");
    }
  } catch (const GivenUp&) {
    throw;
  } catch (const StoreBusy&) {
    throw;
  } catch (const std::exception& error) {
    log(LogLevel::error, "clone_failed", {{"clone", wanted->id.text}, {"reason", error.what()}});
    end("The server could not make the clone; its log says why.");
  }
  return true;
}

void end_stopped_clones(Env& env) {
  while (const auto stopped =
             find_clone(env, [](const Transaction& tx) { return tx.clones().stopped(); })) {
    end_clone(env, stopped->id, {});
  }
}

}  // namespace allot
