#include "background/cloning.h"

#include "base/patience.h"
#include "usecases/clones/run.h"

namespace allot::background {

namespace {

void make(Env& env, const std::atomic<bool>& is_stopping) {
  try {
    while (!is_stopping && run_next_clone(env, is_stopping)) {
    }
  } catch (const GivenUp&) {
    // It waits for the next server.
  }
}

}  // namespace

Cloning::Cloning(Env& env) {
  loop_.every(interval, "clones", [this, &env] {
    if (!is_settled_) end_stopped_clones(env);
    is_settled_ = true;
    make(env, is_stopping_);
  });
}

Cloning::~Cloning() {
  stop();
}

void Cloning::stop() {
  is_stopping_ = true;
  loop_.stop();
}

void make_clones(Env& env) {
  const std::atomic<bool> never = false;
  end_stopped_clones(env);
  make(env, never);
}

}  // namespace allot::background
