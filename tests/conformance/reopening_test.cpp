#include "conformance/fixture.h"

namespace allot::conformance {

namespace {

class Reopening : public FileStoreTest {};

TEST_F(Reopening, EverythingIsStillThere) {
  const auto dataset = add_dataset();
  const auto items = add_items(dataset, 3);
  add_annotation(dataset, 1, "issue");
  change([&](Transaction& tx) { tx.items().remove(dataset, {2}, {}); });
  const auto sets_before = sets(dataset);
  reopen();
  EXPECT_EQ(sets(dataset), sets_before);
  look([&](const Transaction& tx) {
    EXPECT_TRUE(tx.items().find(items[0]));
    return 0;
  });
  EXPECT_EQ(annotations_of(dataset, 1).size(), 1u);
  change([&](Transaction& tx) { EXPECT_EQ(tx.items().add(new_item(dataset, "/new")), 3u); });
}

TEST_F(Reopening, NewIdsAreGreaterThanStoredOnesEvenWhenTheClockWentBack) {
  clock.advance(std::chrono::hours(5));
  const auto dataset = add_dataset();
  const auto stored = add_items(dataset, 1).front();
  StillClock earlier;
  IdSource fresh(earlier, random);
  store.reset();
  store = open_store({.file = folder.path / "allot.db"}, fresh);
  EXPECT_GT(fresh.next_text(), stored.text);
}

TEST_F(Reopening, OpeningAgainAndAgainChangesNothing) {
  change([](Transaction& tx) { tx.users().put(user("ada")); });
  for (int i = 0; i < 3; ++i) reopen();
  EXPECT_EQ(look([](const Transaction& tx) { return tx.users().list().size(); }), 1u);
}

TEST_F(Reopening, AFileThatIsNoDatabaseIsRefused) {
  const auto file = folder.path / "other.db";
  {
    const std::unique_ptr<FILE, int (*)(FILE*)> out(fopen(file.c_str(), "w"), fclose);
    for (int i = 0; i < 1000; ++i) fputs("this is no database", out.get());
  }
  EXPECT_THROW((void)open_store({.file = file}, ids), StoreFailure);
  EXPECT_THROW(
      (void)open_store({.file = folder.path / "no" / "such" / "folder.db"}, ids), StoreFailure
  );
}

}  // namespace

}  // namespace allot::conformance
