#pragma once

// A feed of events with its readers, and what they hear.

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "http/event_feed.h"
#include "support/world.h"
#include "usecases/accounts/authenticate.h"

namespace allot::http::test {

using allot::test::World;
using Reader = EventFeed::Reader;

/// What came on a stream: the numbers of its events, the place that it told last, and its comments.
struct Heard {
  std::vector<std::int64_t> events;
  std::int64_t place = -1;
  int comments = 0;
  bool is_over = false;

  void hear(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    bool is_event = false;
    while (std::getline(lines, line)) {
      if (line.starts_with(":")) ++comments;
      if (line.starts_with("id: ")) place = std::stoll(line.substr(4));
      if (line.starts_with("event: ")) is_event = true;
      if (line.empty() && std::exchange(is_event, false)) events.push_back(place);
    }
  }
};

class FeedOfEvents : public testing::Test {
 protected:
  FeedOfEvents() {
    world.account("dev");
    world.join("dev", Role::developer);
  }

  Claims claims(std::string_view name) { return claims_of(env, world.bearer(name)).value(); }

  std::int64_t last() {
    return allot::read(env.store, [](const Transaction& tx) { return tx.journal().last_event(); });
  }

  Reader reader(std::string_view name, EventTopics topics = {}) {
    auto who = claims(name);
    const EventReading reading{.who = std::move(who), .topics = std::move(topics), .after = last()};
    return Reader(reading, world.clock.now());
  }

  /// Asks until the reader has nothing more to hear.
  Heard& hear(Reader& reader, Heard& heard) {
    for (bool more = true; more && !heard.is_over;) {
      Reader* const readers[] = {&reader};
      feed.tell(readers, [&](std::size_t, EventFeed::Piece piece) {
        heard.hear(piece.text);
        heard.is_over = piece.is_over;
        more = piece.has_more || !piece.text.empty();
      });
    }
    return heard;
  }

  /// A line that members of the project see; gives its number.
  std::int64_t append(const ProjectId& project, const TaskId& task = {}) {
    env.store.run_write(Scope::everything(), [&](Transaction& tx) {
      tx.journal().append(
          {.what = task.empty() ? Happening(deleted(ItemId{"gone"})) : Happening(updated(task)),
           .project = project,
           .task = task,
           .actor = World::person("mia"),
           .at = world.clock.now()}
      );
      return true;
    });
    return last();
  }

  std::int64_t append() { return append(world.project()); }

  World world;
  Env& env = world.env();
  EventFeed feed{env, {}};
};

}  // namespace allot::http::test
