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

Event told(
    const std::string& resource,
    const std::string& action,
    const std::string& id,
    const TaskId& task = {}
) {
  return {
      .resource = resource,
      .action = action,
      .resource_id = id,
      .project = ProjectId{"project"},
      .task = task,
      .actor = {},
      .at = {}
  };
}

// B-160
TEST_F(JournalOfAStore, TellsWhatLinesTellOf) {
  change([&](Transaction& tx) {
    tx.journal().append(told("Task", "Created", "before"));
    OutboxLines lines{.after = tx.journal().last_event()};
    tx.journal().append(told("Task", "Created", "a"));
    tx.journal().append(told("Assignment", "Created", "share", TaskId{"b"}));
    tx.journal().append(told("Item", "Deleted", "i"));
    lines.until = tx.journal().last_event();
    tx.journal().append(told("Task", "Created", "after"));
    EXPECT_THAT(tx.journal().tasks_told_of(lines), ElementsAre(TaskId{"a"}, TaskId{"b"}));
    EXPECT_THAT(tx.journal().told_of(lines, "", "Created", 9), ElementsAre("a", "share"));
    EXPECT_THAT(tx.journal().told_of(lines, "", "Created", 1), ElementsAre("a"));
    EXPECT_THAT(tx.journal().told_of(lines, "Assignment", "Created", 1), ElementsAre("share"));
    EXPECT_THAT(tx.journal().told_of(lines, "Task", "Deleted", 1), IsEmpty());
  });
}

// B-160
TEST_F(JournalOfAStore, TellsWhetherALaterLineIsOfTheSame) {
  auto elsewhere = told("Item", "Updated", "i");
  elsewhere.project = ProjectId{"other"};
  auto project_elsewhere = told("Project", "Deleted", "other");
  project_elsewhere.project = elsewhere.project;

  const struct {
    Event later;
    bool of_tasks;
    bool of_things;
  } cases[] = {
      {told("Task", "Updated", "a"), true, false},
      {told("ItemStatus", "statusChanged", "x", TaskId{"a"}), true, false},
      {told("Task", "Updated", "b", TaskId{"a"}), false, false},
      {told("Item", "Updated", "a"), false, false},
      {told("Item", "Updated", "i"), false, true},
      {told("Item", "Deleted", "i"), false, true},
      {told("Item", "statusChanged", "i"), false, false},
      {told("Annotation", "Updated", "i"), false, false},
      {elsewhere, false, false},
      {told("Project", "Deleted", "project"), false, true},
      {told("Project", "Updated", "project"), false, false},
      {project_elsewhere, false, false},
  };

  for (const auto& [later, of_tasks, of_things] : cases) {
    SCOPED_TRACE(later.resource + " " + later.action + " " + later.resource_id);
    change([&](Transaction& tx) {
      OutboxLines lines{.after = tx.journal().last_event()};
      tx.journal().append(told("Task", "Updated", "a"));
      tx.journal().append(told("Item", "Created", "i"));
      lines.until = tx.journal().last_event();
      EXPECT_FALSE(tx.journal().tells_later_of_tasks(lines));
      EXPECT_FALSE(tx.journal().tells_later_of_things(lines, "Created"));
      tx.journal().append(later);
      EXPECT_EQ(tx.journal().tells_later_of_tasks(lines), of_tasks);
      EXPECT_EQ(tx.journal().tells_later_of_things(lines, "Created"), of_things);
      EXPECT_FALSE(tx.journal().tells_later_of_things(lines, "Deleted"));
    });
  }
}

// B-160
TEST_F(JournalOfAStore, OneLineThatTellsOfHundredsTellsOfEachOfThem) {
  const auto told = [](const std::string& resource, const std::string& id, const std::string& task
                    ) {
    return Event{
        .resource = resource,
        .action = "Created",
        .resource_id = id,
        .project = ProjectId{"p"},
        .task = TaskId{task},
        .actor = {},
        .at = {}
    };
  };
  auto all = told("Assignment", "t", "t");
  all.detail = R"({"ids":["a","c"]})";
  const auto one = told("Assignment", "a", "t");
  const std::vector<std::tuple<Event, Event, bool>> cases{
      {all, one, true},
      {one, all, true},
      {all, all, true},
      {all, told("Assignment", "b", "t"), false},  // of none of these
      {told("Assignment", "b", "t"), all, false},
      {all, told("Assignment", "b", "u"), false},
      {all, told("Assignment", "u", "u"), false},
      {one, told("Assignment", "u", "u"), false},
      {one, told("Assignment", "b", "t"), false},
      {all, told("ItemStatus", "i", "t"), false},
      {one, told("ItemStatus", "t", "t"), false},
      {told("Task", "t", "t"), all, false},  // of its people, not of the task
  };
  for (const auto& [line, later, is_told] : cases) {
    change([&](Transaction& tx) {
      OutboxLines lines{.after = tx.journal().last_event()};
      tx.journal().append(line);
      lines.until = tx.journal().last_event();
      EXPECT_FALSE(tx.journal().tells_later_of_things(lines, "Created"));
      tx.journal().append(later);
      EXPECT_EQ(tx.journal().tells_later_of_things(lines, "Created"), is_told)
          << line.resource_id << " " << later.resource_id;
    });
  }
}

TEST_F(JournalOfAStore, ACommandThatRunsIsCanceledAndOneThatEndedStays) {
  for (const auto status :
       {CommandStatus::created,
        CommandStatus::in_progress,
        CommandStatus::success,
        CommandStatus::canceled,
        CommandStatus::failed}) {
    Command command{
        .id = ids.next<CommandId>(),
        .creator = UserId{"mia@example.org"},
        .type = "CreateTask",
        .status = status,
        .progress = 40,
        .updated_at = from_epoch_ms(2)
    };
    change([&](Transaction& tx) {
      tx.journal().put_command(command);
      tx.journal().cancel_if_running(command.id, from_epoch_ms(3));
    });
    if (status == CommandStatus::created || status == CommandStatus::in_progress) {
      command.status = CommandStatus::canceled;
      command.updated_at = from_epoch_ms(3);
    }
    look([&](const Transaction& tx) {
      EXPECT_TRUE(is_same(tx.journal().command(command.id), command));
      return 0;
    });
  }
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
        ids_of(tx.journal().commands_of(command.creator, 0, 9)), ElementsAre(later.id, command.id)
    );
    EXPECT_THAT(tx.journal().commands_of(UserId{"ada@example.org"}, 0, 9), IsEmpty());
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
