#include "background/telling.h"

#include "usecases/inbox/follow.h"
#include "usecases/inbox/remind.h"

namespace allot::background {

namespace {

constexpr int slices_of_a_turn = 50;

}  // namespace

void fill_inboxes(Env& env) {
  for (int slice = 0; slice < slices_of_a_turn && follow_outbox(env); ++slice) {
  }
}

void remind(Env& env) {
  for (int slice = 0; slice < slices_of_a_turn && remind_of_due_tasks(env); ++slice) {
  }
}

}  // namespace allot::background
