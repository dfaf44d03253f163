#include "background/exporting.h"

#include "base/patience.h"
#include "usecases/exports/lock.h"

namespace allot::background {

namespace {

void take_all(ExportTurns& turns) {
  try {
    while (turns.take()) {
    }
  } catch (const GivenUp&) {
    // They wait for the next server.
  }
}

}  // namespace

Exporting::Exporting(Env& env) : turns_(env, is_stopping_) {
  loop_.every(interval, "exports", [this, &env] {
    if (!is_settled_) end_stopped_exports(env);
    is_settled_ = true;
    take_all(turns_);
  });
}

Exporting::~Exporting() {
  stop();
}

void Exporting::stop() {
  is_stopping_ = true;
  loop_.stop();
  turns_.leave();
}

void end_locks_of_exports(Env& env) {
  end_old_locks(env);
}

void carry_out_exports(Env& env) {
  const std::atomic<bool> never = false;
  end_stopped_exports(env);
  ExportTurns turns(env, never);
  take_all(turns);
}

}  // namespace allot::background
