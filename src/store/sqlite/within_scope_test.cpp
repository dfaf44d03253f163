// Debug builds hold changes to where they said they are (ADR 0041).

#include <gtest/gtest.h>

#include <future>

#include "base/check.h"
#include "base/clock.h"
#include "store/sqlite/sqlite_store.h"

namespace allot::sqlite {

namespace {

#ifndef NDEBUG

const ProjectId city{"city"};

class WithinScopeTest : public testing::Test {
 protected:
  WithinScopeTest() {
    for (const auto* id : {"roads", "paths"}) {
      store_->run_write(Scope::everything(), [&](Transaction& tx) {
        tx.datasets().put({.id = DatasetId{id}, .project = city, .name = id});
        return true;
      });
    }
  }

  static Result<Done> put(Transaction& tx, const std::string& id) {
    tx.datasets().put({.id = DatasetId{id}, .project = city, .name = id + " anew"});
    return Done{};
  }

  void run(FindScope where, std::function<void()> job) {
    std::promise<void> done;
    store_->post_write(std::move(where), std::move(job), [&](const std::exception_ptr& error) {
      error ? done.set_exception(error) : done.set_value();
    });
    done.get_future().get();
  }

  /// Is this part of a job on the project?
  bool is_part(const Scope& scope) {
    try {
      run(always(Scope::project(city)), [&] {
        EXPECT_OK(write(*store_, scope, [](Transaction&) -> Result<Done> { return Done{}; }));
      });
      return true;
    } catch (const BrokenInvariant&) {
      return false;
    }
  }

  static void EXPECT_OK(const Result<Done>& result) { EXPECT_TRUE(result.has_value()); }

  SystemClock clock_;
  SystemRandom random_;
  IdSource ids_{clock_, random_};
  std::unique_ptr<Store> store_ = open({}, ids_);
};

TEST_F(WithinScopeTest, AChangeIsPartOfItsJob) {
  EXPECT_TRUE(is_part(Scope::inside(city)));
  EXPECT_TRUE(is_part(Scope::project(city) | Scope::making(DatasetId{"new"})));
  EXPECT_TRUE(is_part({}));
  EXPECT_FALSE(is_part(Scope::house()));
  EXPECT_FALSE(is_part(Scope::dataset(DatasetId{"roads"})));
  EXPECT_FALSE(is_part(Scope::everything()));
}

TEST_F(WithinScopeTest, WhatIsMadeIsNotThereYet) {
  EXPECT_FALSE(is_part(Scope::making(DatasetId{"roads"})));
  EXPECT_TRUE(is_part(Scope::making(city)));
}

TEST_F(WithinScopeTest, AScopeIsFoundByWhatIsStoredWhereverThatIs) {
  const auto where = [](const Transaction& tx) {
    EXPECT_TRUE(tx.datasets().sets(DatasetId{"paths"}).live.empty());
    return Scope::project(tx.datasets().find(DatasetId{"roads"}).value().project);
  };
  const auto change = [](Transaction& tx) { return put(tx, "roads"); };
  EXPECT_OK(write(*store_, where, change));
  run(where, [&] { EXPECT_OK(write(*store_, where, change)); });
}

TEST_F(WithinScopeTest, ABodyReadsSetsOfItsDatasetsAloneAndOthersOutside) {
  const auto scope = Scope::dataset(DatasetId{"roads"});
  const auto look_at = [&](const std::string& id, bool outside) {
    store_->run_write(scope, [&](Transaction& tx) {
      const Transaction& from = outside ? tx.outside() : tx;
      return from.datasets().sets(DatasetId{id}).live.empty();
    });
  };
  EXPECT_NO_THROW(look_at("roads", false));
  EXPECT_THROW(look_at("paths", false), BrokenInvariant);
  EXPECT_NO_THROW(look_at("paths", true));
}

TEST_F(WithinScopeTest, WhatIsOutsideIsTheSameDraft) {
  store_->run_write(Scope::everything(), [&](Transaction& tx) {
    EXPECT_OK(put(tx, "roads"));
    EXPECT_EQ(tx.outside().datasets().find(DatasetId{"roads"}).value().name, "roads anew");
    return false;
  });
}

#endif

}  // namespace

}  // namespace allot::sqlite
