// Commands and what they did.

#include "conformance/fields.h"
#include "conformance/fixture.h"
#include "json/command_text.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CommandsOfAStore : public StoreTest {};

TEST_F(CommandsOfAStore, ACommandThatRunsIsCanceledAndOneThatEndedStays) {
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

TEST_F(CommandsOfAStore, WhatACommandDidComesBack) {
  const OperationId operation{"operation"};
  const TaskId task{"task"};
  const AssignmentId assignment{"assignment"};
  const std::vector<CommandResult> all{
      TaskCreated{.payload = R"({"name":"x","n":1e5})", .task = task, .operation = operation},
      ItemsAdded{.payload = R"({"query":"{}"})", .task = task, .operation = operation},
      ItemsRemoved{.task = task, .removed = 4, .named = 5, .operation = operation},
      TaskDeleted{.task = task},
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
      DatasetCloned{.source = {"dataset"}, .clone = {}},
      DatasetCloned{.source = {"dataset"}, .clone = {"clone"}},
      DatasetsMerged{.sources = {{"dataset"}, {"other"}}, .dataset = {}},
      DatasetsMerged{.sources = {{"dataset"}, {"other"}}, .dataset = {"merged"}},
      ItemCloned{.source = {"item"}, .clone = {}},
      ItemCloned{.source = {"item"}, .clone = {"clone"}},
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

TEST_F(CommandsOfAStore, ACommandComesBackAsPut) {
  Command command{
      .id = ids.next<CommandId>(),
      .creator = UserId{"mia@example.org"},
      .project = ProjectId{"project"},
      .result = TaskDeleted{.task = {"x"}},
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

}  // namespace

}  // namespace allot::conformance
