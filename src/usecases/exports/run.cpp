#include "usecases/exports/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/patience.h"
#include "store/exports.h"
#include "usecases/commands/running.h"
#include "usecases/exports/hand_out.h"
#include "usecases/exports/lock.h"
#include "usecases/scopes.h"

namespace allot {

namespace {

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

void end_with(Env& env, const Export& wanted, const std::string& why) {
  const auto ended = write(
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
  CHECK(ended.has_value());
}

std::uint64_t note_try(Env& env, const Export& wanted) {
  const auto note = [&](Transaction& tx) -> Result<std::uint64_t> {
    return tx.exports().note_try(wanted.id);
  };
  return write(env.store, Scope{}, note, "exports/try").value();
}

}  // namespace

struct ExportTurns::UnderWay {
  explicit UnderWay(Export of) : wanted(std::move(of)) {}

  const Export wanted;
  std::optional<ExportWriting> writing;  // once it had a turn
};

ExportTurns::ExportTurns(Env& env, const std::atomic<bool>& is_stopping, ExportWriting::Times times)
    : env_(env), is_stopping_(is_stopping), times_(times) {}

ExportTurns::~ExportTurns() = default;

bool ExportTurns::take() {
  end_old_locks(env_);
  if (is_stopping_) throw GivenUp("The server is stopping.");
  const bool has_begun = begin_next();
  if (under_way_.empty()) return has_begun;
  // While it throws that it waits, it is the next one still.
  if (go_on(*under_way_.front())) under_way_.push_back(std::move(under_way_.front()));
  under_way_.pop_front();
  return true;
}

void ExportTurns::leave() {
  for (const auto& one : std::exchange(under_way_, {})) {
    const auto take_back = [&](Transaction& tx) -> Result<Done> {
      tx.exports().take_back_try(one->wanted.id);
      return Done{};
    };
    try {
      (void)write(env_.store, Scope{}, take_back, "exports/try");
    } catch (const std::exception& error) {
      // It counts as tried once more.
      log(LogLevel::warning, "export_not_left", {{"reason", error.what()}});
    }
  }
}

bool ExportTurns::begin_next() {
  if (under_way_.size() >= under_way_max) return false;
  std::vector<UserId> served;
  for (const auto& one : under_way_) served.push_back(one->wanted.creator);
  auto next = read(env_.store, [&](const Transaction& tx) -> std::optional<Export> {
    const auto id = tx.exports().next(served);
    return id ? tx.exports().find(*id) : std::nullopt;
  });
  if (!next) return false;
  if (note_try(env_, *next) > tries_max) {
    end(*next,
        fmt::format(
            "The server ended {} times while it wrote the export, and it was given up; its log may "
            "say why.",
            tries_max
        ));
  } else {
    under_way_.push_back(std::make_unique<UnderWay>(*std::move(next)));
  }
  return true;
}

bool ExportTurns::go_on(UnderWay& one) {
  try {
    const auto goes_on = carry_on(one);
    if (goes_on) return *goes_on;
    one.writing.reset();
    end(one.wanted, goes_on.error().message);
  } catch (const GivenUp&) {
    throw;
  } catch (const StoreBusy&) {
    throw;
  } catch (const std::exception& error) {
    log(LogLevel::error, "export_failed", {{"export", one.wanted.id.text}, {"reason", error.what()}}
    );
    // It may end in the middle, so nothing is added to it should the end be refused for now.
    one.writing.reset();
    end(one.wanted, "The server could not write the export; its log says why.");
  }
  return false;
}

Result<bool> ExportTurns::carry_on(UnderWay& one) {
  const auto& wanted = one.wanted;
  if (!one.writing) {
    auto queries = TRY(parse_queries(wanted.order));
    one.writing.emplace(env_, wanted, std::move(queries), is_stopping_, times_);
  }
  auto& writing = *one.writing;
  TRY(writing.go_on(TRY(read(env_.store, [&](const Transaction& tx) {
    return caller_of(tx, wanted);
  }))));
  if (!say_progress(env_, wanted, writing.percent())) {
    end(wanted, {});  // aborted
    return false;
  }
  end_old_locks_if_there_is_room(env_);
  if (!writing.is_done()) return true;
  TRY(hand_out(env_, wanted, writing.finish(), is_stopping_));
  return false;
}

void ExportTurns::end(const Export& wanted, const std::string& why) {
  once_there_is_room(is_stopping_, [&] { end_with(env_, wanted, why); });
}

}  // namespace allot
