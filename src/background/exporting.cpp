#include "background/exporting.h"

#include "base/patience.h"
#include "usecases/exports/lock.h"
#include "usecases/exports/run.h"

namespace allot::background {

namespace {

void carry_out(Env& env, const std::atomic<bool>& is_stopping) {
  try {
    while (!is_stopping && run_next_export(env, is_stopping)) {
    }
  } catch (const GivenUp&) {
    // It waits for the next server.
  }
}

}  // namespace

Exporting::Exporting(Env& env) {
  loop_.every(interval, "exports", [this, &env] {
    if (!is_settled_) end_stopped_exports(env);
    is_settled_ = true;
    carry_out(env, is_stopping_);
  });
}

Exporting::~Exporting() {
  stop();
}

void Exporting::stop() {
  is_stopping_ = true;
  loop_.stop();
}

void carry_out_exports(Env& env) {
  const std::atomic<bool> never = false;
  end_stopped_exports(env);
  carry_out(env, never);
}

}  // namespace allot::background
