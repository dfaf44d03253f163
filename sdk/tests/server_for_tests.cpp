#include "server_for_tests.h"

#include <algorithm>
#include <stdexcept>

#include "auth/passwords.h"
#include "background/cloning.h"
#include "background/exporting.h"
#include "background/loop.h"
#include "background/telling.h"
#include "base/log.h"
#include "http/dispatch.h"
#include "installation/installation.h"
#include "net/listener.h"
#include "net/server.h"
#include "usecases/accounts/let_in.h"
#include "usecases/accounts/manage.h"
#include "usecases/events/count.h"

namespace allot::sdk_tests {

void add_accounts(const std::filesystem::path& folder, const std::vector<Account>& accounts) {
  set_log_level(LogLevel::error);  // a line for each request is no news here
  Installation installation(DataFolder::open(folder), {.public_url = "http://localhost"});
  auto cheap = with(installation.env(), {.password_cost = &cheapest_password_cost});
  for (const auto& account : accounts) {
    const auto added =
        add_user(cheap, {.address = account.address, .password = account.password, .admin = false});
    if (!added) throw std::runtime_error(added.error().message);
  }
}

Posted post_without_key(
    const std::filesystem::path& folder,
    const std::string& address,
    const std::string& path,
    const std::string& body
) {
  Installation installation(DataFolder::open(folder), {.public_url = "http://localhost"});
  http::Dispatcher dispatcher(installation.env());
  const auto signed_in = let_in(installation.env(), address);
  if (!signed_in) throw std::runtime_error(signed_in.error().message);
  const auto response = dispatcher.serve(
      {.method = http::Method::post,
       .target = "/api/v1" + path,
       .headers =
           {{"authorization", "Bearer " + signed_in->id_token}, {"content-type", "application/json"}
           },
       .peer = "127.0.0.1",
       .request_id = "test"},
      body
  );
  const auto is_replayed = [](const auto& header) {
    return header.first == "idempotency-replayed";
  };
  return {
      .status = response.status, .is_repeat = std::ranges::any_of(response.headers, is_replayed)
  };
}

struct ServerForTests::Parts {
  Parts(DataFolder folder, net::Listener listener)
      : url(listener.url()),
        installation(std::move(folder), {.public_url = url}),
        server(installation.env(), dispatcher, std::move(listener)) {
    server.start();
    using std::chrono::milliseconds;
    loop.every(milliseconds{20}, "inboxes", [this] {
      background::fill_inboxes(installation.env());
    });
    loop.every(milliseconds{20}, "counters", [this] { counter.count(); });
  }

  const std::string url;
  Installation installation;
  http::Dispatcher dispatcher{installation.env()};
  net::Server server;
  TaskCounter counter{installation.env()};
  background::Loop loop;
  background::Exporting exporting{installation.env()};
  background::Cloning cloning{installation.env()};
};

ServerForTests::ServerForTests(const std::filesystem::path& folder)
    : parts_(std::make_unique<Parts>(DataFolder::open(folder), net::Listener("127.0.0.1:0", 2))) {}

ServerForTests::~ServerForTests() = default;

const std::string& ServerForTests::url() const {
  return parts_->url;
}

}  // namespace allot::sdk_tests
