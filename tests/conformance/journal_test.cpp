#include "conformance/fields.h"
#include "conformance/fixture.h"
#include "json/command_text.h"
#include "json/event_text.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class JournalOfAStore : public StoreTest {};

Event told(Happening what, const TaskId& task = {}) {
  return {
      .what = std::move(what), .project = ProjectId{"project"}, .task = task, .actor = {}, .at = {}
  };
}

TEST_F(JournalOfAStore, EventsGetGrowingNumbersAndComeBackInOrder) {
  const TaskId task{"task"};
  const std::vector<Happening> all{
      created(task),
      updated(ItemId{"item"}),
      deleted(AnnotationId{"annotation"}),
      ThingChanged{.thing = Thing::member, .act = Act::updated, .id = "ben@example.org"},
      created(AssignmentId{"ada"}),
      AssignmentsChanged{.act = Act::created, .assignments = {{"ada"}, {"ben"}}},
      Handed{.assignment = {"ada"}, .gave = 3, .got = 0},
      ItemsCame{.count = 7},
      StatusSet{.word = "odd \"word\"", .count = 2},
      StatusSet{.word = "", .count = 1},
      TaskStatusChanged{.from = TaskStatus::open, .to = TaskStatus::completed_with_issues},
      WorkMoved{.operation = {"operation"}, .items = 5},
      IssueMoved{.annotation = {"annotation"}, .item = {"item"}, .step = IssueStep::opened},
      IssueMoved{.annotation = {}, .item = {"item"}, .step = IssueStep::answered},
      IssueMoved{.annotation = {"annotation"}, .item = {"item"}, .step = IssueStep::approved},
      IssueMoved{.annotation = {"annotation"}, .item = {"item"}, .step = IssueStep::cleared},
      TaskDue{.step = DueStep::soon},
      TaskDue{.step = DueStep::over},
      TaskCounted{
          .counts =
              {.total = 7,
               .completed = 4,
               .actions = {{"completed", 3}, {"odd \"word\"", 1}},
               .issues = 2,
               .for_review = 1}
      },
      SignInsEnded{.user = {"ben@example.org"}},
      InboxGrew{.people = {{"ada@example.org"}, {"ben@example.org"}}},
  };
  Event event{
      .what = {},
      .project = ProjectId{"project"},
      .task = task,
      .actor = UserId{"mia@example.org"},
      .at = clock.now()
  };
  change([&](Transaction& tx) {
    EXPECT_EQ(tx.journal().last_event(), 0);
    for (const auto& what : all) {
      event.what = what;
      tx.journal().append(event);
    }
  });
  look([&](const Transaction& tx) {
    const auto lines = tx.journal().events_after(0, 100);
    EXPECT_EQ(lines.size(), all.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      event.what = all[i];
      event.sequence = lines[i].sequence;
      EXPECT_TRUE(is_same(lines[i], event)) << i;
      EXPECT_GT(lines[i].sequence, i == 0 ? 0 : lines[i - 1].sequence);
    }
    const auto next = tx.journal().events_after(lines[0].sequence, 1);
    EXPECT_EQ(next.size(), 1u);
    EXPECT_EQ(next.front().what, all[1]);
    EXPECT_THAT(tx.journal().events_after(lines.back().sequence, 10), IsEmpty());
    EXPECT_EQ(tx.journal().last_event(), lines.back().sequence);
    return 0;
  });
}

// B-160
TEST_F(JournalOfAStore, TellsWhatLinesTellOf) {
  change([&](Transaction& tx) {
    tx.journal().append(told(created(TaskId{"before"})));
    OutboxLines lines{.after = tx.journal().last_event()};
    tx.journal().append(told(created(TaskId{"a"})));
    tx.journal().append(told(created(AssignmentId{"share"}), TaskId{"b"}));
    tx.journal().append(told(deleted(ItemId{"i"})));
    lines.until = tx.journal().last_event();
    tx.journal().append(told(created(TaskId{"after"})));
    const auto& journal = tx.journal();
    EXPECT_THAT(journal.tasks_told_of(lines), ElementsAre(TaskId{"a"}, TaskId{"b"}));
    EXPECT_THAT(journal.told_of(lines, std::nullopt, Act::created, 9), ElementsAre("a", "share"));
    EXPECT_THAT(journal.told_of(lines, std::nullopt, Act::created, 1), ElementsAre("a"));
    EXPECT_THAT(journal.told_of(lines, Thing::assignment, Act::created, 1), ElementsAre("share"));
    EXPECT_THAT(journal.told_of(lines, Thing::task, Act::deleted, 1), IsEmpty());
  });
}

// B-160
TEST_F(JournalOfAStore, TellsWhetherALaterLineIsOfTheSame) {
  const TaskId a{"a"};
  const ItemId i{"i"};
  auto elsewhere = told(updated(i));
  elsewhere.project = ProjectId{"other"};
  auto project_elsewhere = told(deleted(ProjectId{"other"}));
  project_elsewhere.project = elsewhere.project;

  const struct {
    Event later;
    bool of_tasks;
    bool of_things;
  } cases[] = {
      {told(updated(a)), true, false},
      {told(Handed{.assignment = {"x"}, .gave = 1, .got = 0}, a), true, false},
      {told(StatusSet{.word = "completed", .count = 1}, a), true, false},
      {told(updated(TaskId{"b"}), a), false, false},
      {told(updated(ItemId{"a"})), false, false},
      {told(updated(i)), false, true},
      {told(deleted(i)), false, true},
      {told(updated(AnnotationId{"i"})), false, false},
      {elsewhere, false, false},
      {told(deleted(ProjectId{"project"})), false, true},
      {told(updated(ProjectId{"project"})), false, false},
      {project_elsewhere, false, false},
      {told(WorkMoved{.operation = {"o"}, .items = 1}, a), true, false},
      // Nobody did anything to the task.
      {told(TaskCounted{}, a), false, false},
      {told(TaskDue{.step = DueStep::soon}, a), false, false},
      {told(TaskDue{.step = DueStep::over}, a), false, false},
  };

  for (const auto& [later, of_tasks, of_things] : cases) {
    const auto text = text_of(later.what, later.task);
    SCOPED_TRACE(text.resource + " " + text.action + " " + text.id);
    change([&](Transaction& tx) {
      OutboxLines lines{.after = tx.journal().last_event()};
      tx.journal().append(told(updated(a)));
      tx.journal().append(told(created(i)));
      lines.until = tx.journal().last_event();
      EXPECT_FALSE(tx.journal().tells_later_of_tasks(lines));
      EXPECT_FALSE(tx.journal().tells_later_of_things(lines, Act::created));
      tx.journal().append(later);
      EXPECT_EQ(tx.journal().tells_later_of_tasks(lines), of_tasks);
      EXPECT_EQ(tx.journal().tells_later_of_things(lines, Act::created), of_things);
      EXPECT_FALSE(tx.journal().tells_later_of_things(lines, Act::deleted));
    });
  }
}

// B-160
TEST_F(JournalOfAStore, ATaskWhoseStatusFlippedStandsAsItWasMade) {
  change([&](Transaction& tx) {
    const TaskId task{"t"};
    OutboxLines lines{.after = tx.journal().last_event()};
    tx.journal().append(told(created(task), task));
    lines.until = tx.journal().last_event();
    tx.journal().append(
        told(TaskStatusChanged{.from = TaskStatus::open, .to = TaskStatus::completed}, task)
    );
    EXPECT_FALSE(tx.journal().tells_later_of_things(lines, Act::created));
    EXPECT_TRUE(tx.journal().tells_later_of_tasks(lines));
    tx.journal().append(told(TaskCounted{}, task));
    tx.journal().append(told(TaskDue{.step = DueStep::soon}, task));
    EXPECT_FALSE(tx.journal().tells_later_of_things(lines, Act::created));
    tx.journal().append(told(updated(task), task));
    EXPECT_TRUE(tx.journal().tells_later_of_things(lines, Act::created));
  });
}

// B-160
TEST_F(JournalOfAStore, OneLineThatTellsOfHundredsTellsOfEachOfThem) {
  const auto made = [](const std::string& assignment, const std::string& task) {
    return told(created(AssignmentId{assignment}), TaskId{task});
  };
  const auto all =
      told(AssignmentsChanged{.act = Act::created, .assignments = {{"a"}, {"c"}}}, TaskId{"t"});
  const auto one = made("a", "t");
  const std::vector<std::tuple<Event, Event, bool>> cases{
      {all, one, true},
      {one, all, true},
      {all, all, true},
      {all, made("b", "t"), false},  // of none of these
      {made("b", "t"), all, false},
      {all, made("b", "u"), false},
      {all, made("u", "u"), false},
      {one, made("u", "u"), false},
      {one, made("b", "t"), false},
      {all, told(StatusSet{.word = "completed", .count = 1}, TaskId{"t"}), false},
      {one, told(StatusSet{.word = "completed", .count = 1}, TaskId{"t"}), false},
      {told(created(TaskId{"t"}), TaskId{"t"}), all, false},  // of its people, not of the task
  };
  for (const auto& [line, later, is_told] : cases) {
    change([&](Transaction& tx) {
      OutboxLines lines{.after = tx.journal().last_event()};
      tx.journal().append(line);
      lines.until = tx.journal().last_event();
      EXPECT_FALSE(tx.journal().tells_later_of_things(lines, Act::created));
      tx.journal().append(later);
      EXPECT_EQ(tx.journal().tells_later_of_things(lines, Act::created), is_told)
          << text_of(line.what, line.task).id << " " << text_of(later.what, later.task).id;
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

TEST_F(JournalOfAStore, WhatACommandDidComesBack) {
  const OperationId operation{"operation"};
  const TaskId task{"task"};
  const AssignmentId assignment{"assignment"};
  const std::vector<CommandResult> all{
      TaskCreated{.payload = R"({"name":"x","n":1e5})", .task = task, .operation = operation},
      ItemsAdded{.payload = R"({"query":"{}"})", .task = task, .operation = operation},
      ItemsRemoved{.task = task, .removed = 4, .named = 5, .operation = operation},
      TaskDeleted{.task = task, .operation = operation},
      AssignmentDeleted{.assignment = assignment, .operation = operation},
      Reassigned{
          .from = assignment,
          .to = {"other"},
          .annotator = {"ben@example.org"},
          .operation = operation
      },
      Reassigned{
          .from = assignment, .to = assignment, .annotator = {"ben@example.org"}, .operation = {}
      },
      Redistributed{
          .assignment = assignment,
          .workload = {{{"ben@example.org"}, 50}, {{"cleo@example.org"}, 100.0 / 3}},
          .operation = operation
      },
      TaskRedistributed{
          .task = task, .workload = {{{"ben@example.org"}, 100}}, .operation = operation
      },
      BatchLoaded{.assignment = assignment, .count = 3, .operation = operation},
      BatchLoaded{.assignment = assignment, .count = 0, .operation = {}},
      BatchCleared{.assignment = assignment, .count = 3, .operation = operation},
      DatasetExported{.dataset = {"dataset"}, .output = {}},
      DatasetExported{.dataset = {"dataset"}, .output = {"item"}},
      ItemsMoved{.dataset = {"dataset"}, .folder = {"item"}, .count = 3},
      ItemsDeleted{.dataset = {"dataset"}, .count = 4},
      MetadataChanged{.dataset = {"dataset"}, .count = 5},
      DatasetSplit{.dataset = {"dataset"}, .count = 6},
      Undone{
          .undone = {"undone"},
          .operation = operation,
          .count = 4,
          .kept =
              {{.person = {"ben@example.org"}, .moved = 1, .handled = 2, .annotated = 3, .in_use = 4
              }}
      },
  };
  change([&](Transaction& tx) {
    for (const auto& result : all) {
      const Command command{
          .id = ids.next<CommandId>(), .creator = UserId{"mia@example.org"}, .result = result
      };
      tx.journal().put_command(command);
      EXPECT_TRUE(is_same(tx.journal().command(command.id), command)) << spec_of(result);
    }
  });
}

TEST_F(JournalOfAStore, ACommandComesBackAsPut) {
  Command command{
      .id = ids.next<CommandId>(),
      .creator = UserId{"mia@example.org"},
      .project = ProjectId{"project"},
      .result = TaskDeleted{.task = {"x"}, .operation = {}},
      .plan =
          PlanSummary{
              .kind = MoveKind::clear,
              .task = {"x"},
              .source = {"source"},
              .version = "a.b",
              .total = 9,
              .people =
                  {{.person = UserId{"ben@example.org"},
                    .assignment = {},
                    .open = 1,
                    .handled = 2,
                    .in_use = 3,
                    .gives = 4,
                    .gets = 5,
                    .after = 6}},
              .left = {.handled = 7, .in_use = 8, .not_matching = 9}
          },
      .status = CommandStatus::in_progress,
      .progress = 40,
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
