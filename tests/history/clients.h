#pragma once

#include <memory>
#include <string>
#include <vector>

#include "history.h"
#include "support/world.h"

namespace allot::history {

/// The items of the world's dataset, by ordinal: clients speak of ids, the model of ordinals.
class Items {
 public:
  explicit Items(std::vector<ItemId> ids) : ids_(std::move(ids)) {}

  [[nodiscard]] std::size_t size() const { return ids_.size(); }

  [[nodiscard]] const ItemId& id(Ordinal ordinal) const { return ids_.at(ordinal); }

  [[nodiscard]] std::vector<ItemId> ids(const std::vector<Ordinal>& ordinals) const;
  [[nodiscard]] Ordinal ordinal(const ItemId& id) const;

 private:
  std::vector<ItemId> ids_;  // ascending, as ids and ordinals agree in order
};

/// One way to the server, as one person. For one thread.
class Client {
 public:
  virtual ~Client() = default;

  /// Carries out `event.call`; fills `answer` and `operation`. Throws when the server breaks down.
  virtual void ask(Event& event) = 0;
};

/// Calls the use cases. `env` and the others must outlive it.
[[nodiscard]] std::unique_ptr<Client> direct_client(
    Env& env, const test::World& world, const Items& items, const UserId& person
);

/// Sends requests to the server at `url`.
[[nodiscard]] std::unique_ptr<Client> http_client(
    std::string url, std::string bearer, const test::World& world, const Items& items
);

/// What a finished command says, besides its moves.
void read_command(Event& event, const std::string& spec);

/// A name that no other task has.
[[nodiscard]] std::string task_name(const Event& event);

}  // namespace allot::history
