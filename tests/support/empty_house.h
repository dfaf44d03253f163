#pragma once

#include <memory>

#include "store/sqlite/sqlite_store.h"
#include "support/rehearsal.h"
#include "support/world.h"

namespace allot::test {

/// An installation without accounts; it borrows everything but the store from a world.
class EmptyHouse {
 public:
  explicit EmptyHouse(World& world)
      : store_(sqlite::open({.rehearses = rehearses()}, world.env().ids)),
        env_{
            *store_,
            world.env().files,
            world.env().clock,
            world.env().random,
            world.env().ids,
            world.env().settings,
            world.env().tokens,
            world.env().throttle,
            world.env().password_cost,
            world.env().meters,
            world.env().in_use,
            world.env().streams
        } {}

  ~EmptyHouse() { store_->close(); }

  EmptyHouse(const EmptyHouse&) = delete;
  EmptyHouse& operator=(const EmptyHouse&) = delete;

  [[nodiscard]] Env& env() { return env_; }

 private:
  std::unique_ptr<Store> store_;
  Env env_;
};

}  // namespace allot::test
