#include "store/exports.h"

#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ExportsOfAStore : public StoreTest {
 protected:
  Export an_export(const std::string& creator, const std::string& dataset = "dataset") {
    return {
        .id = ids.next<CommandId>(),
        .project = ProjectId{"project"},
        .dataset = DatasetId{dataset},
        .creator = UserId{creator},
        .order = {},
        .lock_until = {},
        .output = {},
        .created_at = clock.now(),
        .ended_at = {}
    };
  }

  /// Added, with a command that runs.
  Export added(const Export& wanted) {
    change([&](Transaction& tx) {
      tx.exports().add(wanted);
      tx.journal().put_command(
          {.id = wanted.id, .creator = wanted.creator, .status = CommandStatus::in_progress}
      );
    });
    return wanted;
  }

  void end(const Export& ended) {
    clock.advance(std::chrono::seconds{1});
    change([&](Transaction& tx) { tx.exports().end(ended.id, ItemId{"item"}, clock.now()); });
  }

  std::optional<CommandId> next(const std::vector<UserId>& but = {}) {
    return look([&](const Transaction& tx) { return tx.exports().next(but); });
  }

  std::optional<Export> find(const Export& wanted) {
    return look([&](const Transaction& tx) { return tx.exports().find(wanted.id); });
  }

  Exports::Waiting waiting_of(const std::string& creator) {
    return look([&](const Transaction& tx) { return tx.exports().waiting_of(UserId{creator}); });
  }

  /// That the database takes for a look.
  template <class Look>
  std::uint64_t steps_of(Look see) {
    const auto before = store->numbers().reader_steps;
    look([&](const Transaction& tx) {
      see(tx.exports());
      return 0;
    });
    return store->numbers().reader_steps - before;
  }

  std::vector<CommandId> listed(const Exports::Asked& asked, std::uint64_t offset = 0) {
    return look([&](const Transaction& tx) {
      std::vector<CommandId> found;
      for (const auto& one : tx.exports().page(asked, offset, 2).exports) found.push_back(one.id);
      return found;
    });
  }
};

TEST_F(ExportsOfAStore, AnExportComesBackAsAdded) {
  auto wanted = an_export("mia");
  wanted.order = {
      .form = ExportForm::zip,
      .names = {.in_folder = false, .with_extension = false},
      .with_annotations = false,
      .items_query = R"({"filter":{"dir":"/ä"}})",
      .annotations_query = R"({"filter":{"label":"car"}})"
  };
  wanted.locks = true;
  wanted.lock_until = clock.now() + std::chrono::seconds{9};
  added(wanted);
  EXPECT_EQ(find(wanted), wanted);
  EXPECT_EQ(find(an_export("mia")), std::nullopt);
}

TEST_F(ExportsOfAStore, OneThatEndedHasItsFileAndNoQueriesAndStaysAsItIs) {
  const auto wanted = added(an_export("mia"));
  end(wanted);
  const auto ended = find(wanted).value();
  EXPECT_EQ(ended.output, ItemId{"item"});
  EXPECT_EQ(ended.ended_at, clock.now());
  EXPECT_EQ(ended.order.items_query, "");
  change([&](Transaction& tx) { tx.exports().end(wanted.id, {}, from_epoch_ms(1)); });
  EXPECT_EQ(find(wanted), ended);
  EXPECT_EQ(next(), std::nullopt);
}

TEST_F(ExportsOfAStore, PeopleTakeTurnsHoweverManyOneAsksFor) {
  const auto mia_1 = added(an_export("mia"));
  const auto mia_2 = added(an_export("mia"));
  const auto mia_3 = added(an_export("mia"));
  const auto dev_1 = added(an_export("dev"));
  const auto dev_2 = added(an_export("dev"));
  for (const auto& expected : {mia_1, dev_1, mia_2, dev_2, mia_3}) {
    ASSERT_EQ(next(), expected.id);
    end(expected);
  }
  EXPECT_EQ(next(), std::nullopt);
}

TEST_F(ExportsOfAStore, WhoIsServedAlreadyIsNotNext) {
  added(an_export("mia"));
  const auto other = added(an_export("dev"));
  EXPECT_EQ(next({UserId{"mia"}}), other.id);
  EXPECT_EQ(next({UserId{"mia"}, UserId{"dev"}}), std::nullopt);
}

TEST_F(ExportsOfAStore, ItIsKnownHowOftenOneBegan) {
  const auto wanted = added(an_export("mia"));
  const auto other = added(an_export("mia"));
  const auto tries = [&](const Export& of) {
    std::uint64_t count = 0;
    change([&](Transaction& tx) { count = tx.exports().note_try(of.id); });
    return count;
  };
  EXPECT_EQ(tries(wanted), 1u);
  EXPECT_EQ(tries(wanted), 2u);
  change([&](Transaction& tx) { tx.exports().take_back_try(wanted.id); });
  EXPECT_EQ(tries(wanted), 2u);
  EXPECT_EQ(tries(other), 1u);
  EXPECT_EQ(find(wanted), wanted);
}

TEST_F(ExportsOfAStore, WhoIsNextIsFoundWithoutALookAtAllThatWait) {
  const auto steps = [&] {
    return steps_of([&](const Exports& exports) {
      EXPECT_TRUE(exports.next({}));
      EXPECT_FALSE(exports.lock_over(clock.now()));
      EXPECT_FALSE(exports.locks(DatasetId{"dataset"}, {}));
    });
  };
  added(an_export("mia"));
  added(an_export("dev"));
  const auto of_two = steps();
  change([&](Transaction& tx) {
    for (int i = 0; i < 1'000; ++i) tx.exports().add(an_export("mia"));
  });
  EXPECT_LE(steps(), of_two + 50);
}

TEST_F(ExportsOfAStore, ThoseOfAPersonThatHaveNotEndedAreCountedWithTheBytesOfTheirQueries) {
  auto wanted = an_export("mia");
  wanted.order.items_query = R"({"filter":{"dir":"/ä"}})";  // 24 bytes
  wanted.order.annotations_query = "{}";
  const auto first = added(wanted);
  const auto second = added(an_export("mia"));
  added(an_export("dev"));
  EXPECT_EQ(waiting_of("mia"), (Exports::Waiting{.exports = 2, .bytes = 28}));
  end(first);
  EXPECT_EQ(waiting_of("mia"), (Exports::Waiting{.exports = 1, .bytes = 2}));
  end(first);
  EXPECT_EQ(waiting_of("mia"), (Exports::Waiting{.exports = 1, .bytes = 2}));
  end(second);
  EXPECT_EQ(waiting_of("mia"), Exports::Waiting{});
  EXPECT_EQ(waiting_of("dev"), (Exports::Waiting{.exports = 1, .bytes = 2}));
}

TEST_F(ExportsOfAStore, HowManyWaitIsKnownWithoutALookAtEach) {
  const auto steps = [&] {
    return steps_of([](const Exports& exports) { (void)exports.waiting_of(UserId{"mia"}); });
  };
  added(an_export("mia"));
  const auto of_one = steps();
  change([&](Transaction& tx) {
    for (int i = 0; i < 1'000; ++i) tx.exports().add(an_export("mia"));
  });
  EXPECT_EQ(waiting_of("mia").exports, 1'001u);
  EXPECT_LE(steps(), of_one + 5);
}

TEST_F(ExportsOfAStore, OneWhoseCommandRunsNoMoreIsFound) {
  const auto stopped = [&] {
    return look([](const Transaction& tx) { return tx.exports().stopped(); });
  };
  added(an_export("mia"));
  const auto aborted = added(an_export("mia"));
  EXPECT_EQ(stopped(), std::nullopt);
  change([&](Transaction& tx) { tx.journal().cancel_if_running(aborted.id, clock.now()); });
  EXPECT_EQ(stopped(), aborted.id);
  end(aborted);
  EXPECT_EQ(stopped(), std::nullopt);
  // Its command is so old that it is not kept any more.
  const auto orphan = an_export("mia");
  change([&](Transaction& tx) { tx.exports().add(orphan); });
  EXPECT_EQ(stopped(), orphan.id);
}

TEST_F(ExportsOfAStore, TheCommandOfOneThatHasNotEndedIsKeptHoweverOldItIs) {
  const auto waiting = added(an_export("mia"));
  const auto done = added(an_export("mia"));
  end(done);
  const auto is_kept = [&](const Export& wanted) {
    return look([&](const Transaction& tx) { return tx.journal().command(wanted.id).has_value(); });
  };
  const auto forget = [&] {
    change([&](Transaction& tx) {
      tx.journal().forget_before(clock.now() + std::chrono::hours{1}, 1);
    });
  };
  forget();
  EXPECT_TRUE(is_kept(waiting));
  EXPECT_FALSE(is_kept(done));
  end(waiting);
  forget();
  EXPECT_FALSE(is_kept(waiting));
}

TEST_F(ExportsOfAStore, OnesThatEndedGoWithOldHistory) {
  const auto waiting = added(an_export("mia"));
  const auto old = added(an_export("mia"));
  const auto young = added(an_export("mia"));
  end(old);
  const auto between = clock.now() + std::chrono::milliseconds{1};
  end(young);
  change([&](Transaction& tx) { tx.journal().forget_before(between, 10); });
  EXPECT_TRUE(find(waiting));
  EXPECT_FALSE(find(old));
  EXPECT_TRUE(find(young));
}

TEST_F(ExportsOfAStore, LocksLastUntilTheyAreLetGoOrTheExportEnds) {
  const auto locks = [&](const std::string& dataset, const CommandId& but = {}) {
    return look([&](const Transaction& tx) { return tx.exports().locks(DatasetId{dataset}, but); });
  };
  auto locking = an_export("mia");
  locking.locks = true;
  added(locking);
  added(an_export("mia", "other"));
  EXPECT_TRUE(locks("dataset"));
  EXPECT_FALSE(locks("dataset", locking.id));
  EXPECT_FALSE(locks("other"));
  change([&](Transaction& tx) { tx.exports().let_go(locking.id); });
  EXPECT_FALSE(locks("dataset"));

  auto again = an_export("mia");
  again.locks = true;
  added(again);
  change([&](Transaction& tx) { tx.exports().unlock(DatasetId{"dataset"}); });
  EXPECT_FALSE(locks("dataset"));

  auto last = an_export("mia");
  last.locks = true;
  added(last);
  end(last);
  EXPECT_FALSE(locks("dataset"));
}

TEST_F(ExportsOfAStore, ALockWhoseTimeIsOverIsFound) {
  const auto over = [&] {
    return look([&](const Transaction& tx) { return tx.exports().lock_over(clock.now()); });
  };
  auto endless = an_export("mia");
  endless.locks = true;
  added(endless);
  auto locking = an_export("mia");
  locking.locks = true;
  locking.lock_until = clock.now() + std::chrono::seconds{5};
  added(locking);
  EXPECT_EQ(over(), std::nullopt);
  clock.advance(std::chrono::seconds{5});
  EXPECT_EQ(over(), locking.id);
  change([&](Transaction& tx) { tx.exports().let_go(locking.id); });
  EXPECT_EQ(over(), std::nullopt);
}

TEST_F(ExportsOfAStore, AreListedByPagesAndByWhatIsAskedFor) {
  const auto first = added(an_export("mia"));
  const auto second = added(an_export("dev"));
  const auto third = added(an_export("mia", "other"));
  const std::vector project{ProjectId{"project"}};
  EXPECT_THAT(listed({.projects = project}), ElementsAre(third.id, second.id));
  EXPECT_THAT(listed({.projects = project}, 2), ElementsAre(first.id));
  EXPECT_THAT(
      listed({.projects = project, .newest_first = false}), ElementsAre(first.id, second.id)
  );
  EXPECT_THAT(listed({.projects = project, .dataset = DatasetId{"other"}}), ElementsAre(third.id));
  EXPECT_THAT(listed({.projects = project, .creator = UserId{"dev"}}), ElementsAre(second.id));
  EXPECT_THAT(listed({.projects = project, .id = first.id}), ElementsAre(first.id));
  EXPECT_THAT(listed({.projects = project, .id = first.id}, 1), IsEmpty());
  EXPECT_THAT(listed({.projects = project, .creator = UserId{"dev"}, .id = first.id}), IsEmpty());
  EXPECT_THAT(listed({.projects = {ProjectId{"another"}}, .id = first.id}), IsEmpty());
  EXPECT_THAT(listed({.projects = {ProjectId{"another"}}}), IsEmpty());
  EXPECT_EQ(
      look([&](const Transaction& tx) {
        return tx.exports().page({.projects = project}, 0, 1).total;
      }),
      3u
  );
}

TEST_F(ExportsOfAStore, AListIsReadWithoutQueriesAndOneOfThemWithoutALookAtTheOthers) {
  auto wanted = an_export("mia");
  wanted.order.items_query = R"({"filter":{"dir":"/a"}})";
  wanted.order.annotations_query = "{}";
  const auto first = added(wanted);
  const std::vector project{ProjectId{"project"}};
  const auto steps_of_first = [&] {
    return steps_of([&](const Exports& exports) {
      const auto page = exports.page({.projects = project, .id = first.id}, 0, 10);
      ASSERT_EQ(page.exports.size(), 1u);
      EXPECT_EQ(page.exports[0].order.items_query, "");
      EXPECT_EQ(page.exports[0].order.annotations_query, "");
      EXPECT_EQ(page.total, 1u);
    });
  };
  const auto alone = steps_of_first();
  change([&](Transaction& tx) {
    for (int i = 0; i < 1'000; ++i) tx.exports().add(an_export("mia"));
  });
  EXPECT_LE(steps_of_first(), alone + 5);
  look([&](const Transaction& tx) {
    const auto page = tx.exports().page({.projects = project, .newest_first = false}, 0, 1);
    EXPECT_EQ(page.total, 1'001u);
    EXPECT_EQ(page.exports.at(0).id, first.id);
    EXPECT_EQ(page.exports.at(0).order.items_query, "");
    return 0;
  });
}

}  // namespace

}  // namespace allot::conformance
