#include "allot/embedded.h"
#include "embedded_transport.h"
#include "session.h"

namespace allot::inline v1 {

Client open(const std::filesystem::path& folder, const Open& how) {
  auto opened = open_folder(folder, how);
  auto tokens = std::make_shared<TokensInMemory>();
  tokens->save({.token = std::move(opened.token), .refresh_token = std::move(opened.refresh_token)}
  );
  return Client(std::make_shared<Session>(
      Session::Settings{.transport = std::move(opened.transport), .tokens = std::move(tokens)}
  ));
}

}  // namespace allot::inline v1
