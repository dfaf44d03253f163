#include "conformance/fields.h"
#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class JournalOfAStore : public StoreTest {};

TEST_F(JournalOfAStore, AnOperationComesBackWithItsPlan) {
  const Operation operation{
      .id = ids.next<OperationId>(),
      .task = TaskId{"task"},
      .by = UserId{"mia@example.org"},
      .at = clock.now(),
      .plan =
          {.kind = MoveKind::reassign,
           .source = AssignmentId{"source"},
           .handovers =
               {{.from = Holder::of(UserId{"ada@example.org"}),
                 .to = Holder::outside(),
                 .open = ItemSet::range(0, 100'000),
                 .by_status = {{"completed", {200'000}}, {"odd word", {1, 2}}}},
                {.from = {.place = Holder::Place::queue},
                 .to = Holder::of(UserId{"ben@example.org"}),
                 .open = {},
                 .by_status = {}}},
           .people =
               {{.person = UserId{"ben@example.org"},
                 .assignment = AssignmentId{"b"},
                 .open = 1,
                 .handled = 200,
                 .gives = 70'000,
                 .gets = 5'000'000'000,
                 .after = 5}},
           .left = {.handled = 6, .not_matching = 7},
           .undoable = false}
  };
  change([&](Transaction& tx) { tx.journal().record(operation); });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.journal().operation(operation.id), operation));
    EXPECT_FALSE(tx.journal().operation(OperationId{"unknown"}));
    return 0;
  });
}

TEST_F(JournalOfAStore, EveryKindOfMoveComesBack) {
  change([&](Transaction& tx) {
    for (int kind = 0; kind <= static_cast<int>(MoveKind::undo); ++kind) {
      const Operation operation{
          .id = ids.next<OperationId>(), .plan = {.kind = static_cast<MoveKind>(kind)}
      };
      tx.journal().record(operation);
      EXPECT_TRUE(is_same(tx.journal().operation(operation.id), operation));
    }
  });
}

TEST_F(JournalOfAStore, EventsGetGrowingNumbersAndComeBackInOrder) {
  Event event{
      .resource = "Task",
      .action = "Created",
      .resource_id = "id",
      .project = ProjectId{"project"},
      .task = TaskId{"task"},
      .actor = UserId{"mia@example.org"},
      .at = clock.now(),
      .detail = R"({"a":1})"
  };
  change([&](Transaction& tx) {
    EXPECT_EQ(tx.journal().last_event(), 0);
    for (const auto* action : {"Created", "Updated", "Deleted"}) {
      event.action = action;
      tx.journal().append(event);
    }
  });
  look([&](const Transaction& tx) {
    const auto all = tx.journal().events_after(0, 10);
    EXPECT_EQ(all.size(), 3u);
    event.sequence = all.back().sequence;
    EXPECT_TRUE(is_same(all.back(), event));
    EXPECT_LT(all[0].sequence, all[1].sequence);
    EXPECT_LT(all[1].sequence, all[2].sequence);
    EXPECT_EQ(all.front().action, "Created");
    const auto next = tx.journal().events_after(all[0].sequence, 1);
    EXPECT_EQ(next.size(), 1u);
    EXPECT_EQ(next.front().action, "Updated");
    EXPECT_THAT(tx.journal().events_after(all.back().sequence, 10), IsEmpty());
    EXPECT_EQ(tx.journal().last_event(), all.back().sequence);
    return 0;
  });
}

TEST_F(JournalOfAStore, ACommandComesBackAsPut) {
  Command command{
      .id = ids.next<CommandId>(),
      .creator = UserId{"mia@example.org"},
      .project = ProjectId{"project"},
      .type = "CreateTask",
      .status = CommandStatus::in_progress,
      .progress = 40,
      .spec = R"({"taskId":"x"})",
      .error = "none yet",
      .created_at = from_epoch_ms(1),
      .updated_at = from_epoch_ms(2)
  };
  const Command later{.id = ids.next<CommandId>(), .creator = command.creator};
  change([&](Transaction& tx) {
    tx.journal().put_command(command);
    tx.journal().put_command(later);
    for (const auto status :
         {CommandStatus::created,
          CommandStatus::in_progress,
          CommandStatus::success,
          CommandStatus::canceled,
          CommandStatus::failed}) {
      command.status = status;
      tx.journal().put_command(command);
      EXPECT_TRUE(is_same(tx.journal().command(command.id), command));
    }
  });
  look([&](const Transaction& tx) {
    EXPECT_THAT(
        ids_of(tx.journal().commands_of(command.creator)), ElementsAre(later.id, command.id)
    );
    EXPECT_THAT(tx.journal().commands_of(UserId{"ada@example.org"}), IsEmpty());
    EXPECT_EQ(tx.journal().newest_command(command.creator), later.id);
    EXPECT_EQ(tx.journal().newest_command(UserId{"ada@example.org"}), std::nullopt);
    return 0;
  });
}

Journal::KeptAnswer answer_under(const std::string& key, Time at) {
  return {
      .caller = UserId{"mia@example.org"},
      .key = key,
      .fingerprint = "POST /projects 0",
      .at = at,
      .status = 200,
      .headers = {"content-type", "application/json", "x-odd", ""},
      .body = R"({"a":1})",
      .run = "run 1",
      .command = CommandId{"command"},
      .events_after = 3,
      .events_until = 5'000'000'000
  };
}

// B-297
TEST_F(JournalOfAStore, AnAnswerIsKeptForItsCallerAndKey) {
  auto answer = answer_under("key ß", clock.now());
  auto other = answer;
  other.caller = UserId{"ada@example.org"};
  other.body = "another";
  change([&](Transaction& tx) {
    tx.journal().put_kept_answer({.caller = answer.caller, .key = answer.key});
    tx.journal().put_kept_answer(answer);
    tx.journal().put_kept_answer(other);
  });
  look([&](const Transaction& tx) {
    EXPECT_TRUE(is_same(tx.journal().kept_answer(answer.caller, answer.key), answer));
    EXPECT_TRUE(is_same(tx.journal().kept_answer(other.caller, other.key), other));
    EXPECT_FALSE(tx.journal().kept_answer(answer.caller, "key"));
    return 0;
  });
}

// B-297
TEST_F(JournalOfAStore, AnswersBeforeATimeAreForgottenAndOthersKept) {
  const auto old = answer_under("old", clock.now());
  clock.advance(std::chrono::hours{1});
  const auto young = answer_under("young", clock.now());
  change([&](Transaction& tx) {
    tx.journal().put_kept_answer(old);
    tx.journal().put_kept_answer(young);
    tx.journal().forget_answers_before(young.at);
  });
  look([&](const Transaction& tx) {
    EXPECT_FALSE(tx.journal().kept_answer(old.caller, old.key));
    EXPECT_TRUE(is_same(tx.journal().kept_answer(young.caller, young.key), young));
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance
