// Streams of events over sockets. Everything behind them is real: a store in memory, and people.

#include <dirent.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

#include "net/test_server.h"
#include "support/world.h"
#include "usecases/accounts/manage.h"
#include "usecases/tasks/create.h"

namespace allot::net {

namespace {

using std::chrono::milliseconds;
using test::World;
using ::testing::HasSubstr;

class Streams : public testing::Test {
 protected:
  explicit Streams(const Options& options = {}) {
    Listener listener("127.0.0.1:0", 1);
    address_ = listener.address();
    server_.emplace(world.env(), dispatcher_, std::move(listener), options);
    server_->start();
  }

  std::string request(std::string_view who, std::string_view head = "GET /events HTTP/1.1") {
    return std::string(head) + "\r\nHost: test\r\nAuthorization: " + world.bearer(who) + "\r\n\r\n";
  }

  /// A stream that has told its place.
  std::unique_ptr<Client> listen(std::string_view who, int receive_bytes = 0) {
    auto client = std::make_unique<Client>(address_, receive_bytes);
    client->send(request(who));
    EXPECT_EQ(client->receive(false).status, 200);
    EXPECT_THAT(client->receive_chunk().value_or("nothing"), HasSubstr("\nid: "));
    return client;
  }

  /// So many lines that members of the project see; gives the number of the last one.
  std::int64_t append(int lines = 1) {
    auto& env = world.env();
    env.store.run_write(Scope::everything(), [&](Transaction& tx) {
      for (int i = 0; i < lines; ++i) {
        tx.journal().append(
            {.what = deleted(ItemId{"gone"}),
             .project = world.project(),
             .actor = World::person("mia"),
             .at = env.clock.now()}
        );
      }
      return true;
    });
    return read(env.store, [](const Transaction& tx) { return tx.journal().last_event(); });
  }

  /// Hears until this event.
  static bool hears(Client& client, std::int64_t number) {
    const auto id = "id: " + std::to_string(number) + "\n";
    for (;;) {
      const auto piece = client.receive_chunk();
      if (!piece || piece->empty()) return false;
      if (piece->find(id) != std::string::npos) return true;
    }
  }

  [[nodiscard]] bool has_streams(int count) {
    const auto line = "\nallot_event_streams " + std::to_string(count) + "\n";
    return eventually([&] {
      MetricsPage page;
      world.env().meters.reports.write(page);
      return page.take().find(line) != std::string::npos;
    });
  }

  World world;

 private:
  http::Dispatcher dispatcher_{world.env()};
  std::string address_;
  std::optional<Server> server_;

 public:
  Server& server() { return *server_; }

  [[nodiscard]] const std::string& address() const { return address_; }
};

TEST_F(Streams, TellWhatHappensWhenItIsDurable) {  // B-320
  Client client(address());
  client.send(request("mia"));
  const auto head = client.receive(false);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-type"), "text/event-stream");
  EXPECT_EQ(head.headers.at("transfer-encoding"), "chunked");
  EXPECT_EQ(head.headers.at("connection"), "close");
  EXPECT_EQ(head.headers.at("cache-control"), "no-store");
  EXPECT_FALSE(head.headers.contains("content-encoding"));
  EXPECT_THAT(client.receive_chunk().value(), HasSubstr("\nid: "));
  const auto first = append();
  EXPECT_EQ(
      client.receive_chunk().value(),
      "id: " + std::to_string(first) +
          "\nevent: Item.Deleted\ndata: {\"at\":" + std::to_string(to_epoch_ms(world.clock.now())) +
          R"(,"resource":"Item","action":"Deleted","id":"gone","project":")" +
          world.project().text + R"(","actor":"mia@example.org","detail":{}})" + "\n\n"
  );
  EXPECT_TRUE(hears(client, append()));
}

TEST_F(Streams, OfHttp10HaveNoChunks) {  // B-320
  Client client(address());
  client.send(request("mia", "GET /events HTTP/1.0"));
  EXPECT_EQ(client.receive(false).headers.count("transfer-encoding"), 0u);
  append();
  server().begin_stop();
  EXPECT_TRUE(eventually([&] { return !client.send("x"); }));
}

TEST_F(Streams, AreNotBegunByHead) {
  Client client(address());
  const auto head = (client.send(request("mia", "HEAD /events HTTP/1.1")), client.receive(false));
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-type"), "text/event-stream");
  EXPECT_TRUE(has_streams(0));
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(Streams, EndWithoutDelayWhenTheServerStops) {  // B-320
  const auto one = listen("mia");
  const auto other = listen("mia");
  server().stop();
  for (const auto* client : {&one, &other}) {
    EXPECT_EQ((*client)->receive_chunk(), "");
    EXPECT_TRUE((*client)->is_closed_by_server());
  }
}

TEST_F(Streams, EndSoonAfterTheAccountIsDisabled) {  // B-006
  world.join("dev", Role::developer);
  const auto dev = listen("dev");
  const auto mia = listen("mia");
  ASSERT_TRUE(disable_user(world.env(), "dev@example.org"));
  EXPECT_EQ(dev->receive_chunk(), "");
  EXPECT_TRUE(dev->is_closed_by_server());
  EXPECT_TRUE(hears(*mia, append()));
  EXPECT_TRUE(has_streams(1));
}

TEST_F(Streams, OfClientsThatLeftAreForgotten) {  // B-321
  const auto stays = listen("mia");
  listen("mia")->vanish();
  EXPECT_TRUE(has_streams(1));
  EXPECT_TRUE(hears(*stays, append()));
}

TEST_F(Streams, ListenToNobodyWhoTalksOn) {  // B-321
  const auto client = listen("mia");
  EXPECT_TRUE(client->is_closed_while_sending(std::string(4096, 'x')));
  EXPECT_TRUE(has_streams(0));
}

std::size_t threads() {
  std::size_t count = 0;
  auto* const folder = ::opendir("/proc/self/task");
  while (::readdir(folder) != nullptr) ++count;
  ::closedir(folder);
  return count;
}

TEST_F(Streams, CostNoThread) {  // B-321
  const auto first = listen("mia");
  const auto with_one = threads();
  std::vector<std::unique_ptr<Client>> more;
  for (int i = 0; i < 50; ++i) more.push_back(listen("mia"));
  EXPECT_EQ(threads(), with_one);
  const auto last = append();
  for (const auto& client : more) EXPECT_TRUE(hears(*client, last));
}

TEST_F(Streams, CommentWhenNothingHappens) {  // B-320
  const auto client = listen("mia");
  world.clock.advance(std::chrono::seconds{15});
  EXPECT_THAT(client->receive_chunk().value(), ::testing::StartsWith(":\nid: "));
}

class FewStreams : public Streams {
 protected:
  FewStreams() : Streams({.streams_max = 3, .streams_per_person_max = 2}) {}
};

TEST_F(FewStreams, AreRefusedWhenThereAreAsManyAsMayBe) {  // B-321
  world.join("dev", Role::developer);
  auto one = listen("mia");
  const auto two = listen("mia");
  Client third(address());
  const auto of_person = third.ask(request("mia"));
  EXPECT_EQ(of_person.status, 503);
  EXPECT_TRUE(of_person.headers.contains("retry-after"));
  EXPECT_THAT(of_person.body, ::testing::HasSubstr("A person has at most 2 streams of events"));
  const auto of_dev = listen("dev");
  Client fourth(address());
  const auto of_all = fourth.ask(request("dev"));
  EXPECT_EQ(of_all.status, 503);
  EXPECT_THAT(of_all.body, ::testing::HasSubstr("The server has at most 3 streams of events"));
  one.reset();
  EXPECT_TRUE(has_streams(2));
  listen("dev");
}

class ImpatientStreams : public Streams {
 protected:
  ImpatientStreams() : Streams({.deadlines = {.stream = milliseconds{300}}}) {}
};

TEST_F(ImpatientStreams, DropWhoDoesNotReadAndDelayNobody) {  // B-321
  const auto slow = listen("mia", 4096);
  const auto quick = listen("mia");
  const auto last = append(6'000);  // more than the system holds for one of them
  EXPECT_TRUE(hears(*quick, last));
  EXPECT_TRUE(has_streams(1));
  EXPECT_TRUE(hears(*quick, append()));
  EXPECT_TRUE(slow->is_closed_while_sipping());
}

TEST_F(ImpatientStreams, HearAllOfWhatIsMoreThanAPieceInOrder) {  // B-320
  const auto client = listen("mia");
  const auto last = append(3'000);
  std::vector<std::int64_t> numbers;
  while (numbers.empty() || numbers.back() != last) {
    const auto piece = client->receive_chunk();
    ASSERT_TRUE(piece && !piece->empty());
    for (auto at = piece->find("id: "); at != std::string::npos; at = piece->find("\nid: ", at)) {
      at += piece->compare(at, 1, "\n") == 0 ? 5 : 4;
      numbers.push_back(std::stoll(piece->substr(at)));
    }
  }
  ASSERT_EQ(numbers.size(), 3'000u);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_EQ(numbers[i], last - 3'000 + static_cast<std::int64_t>(i) + 1);
  }
}

}  // namespace

}  // namespace allot::net
