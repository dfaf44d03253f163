#include "http/commands.h"
#include "http/health.h"
#include "http/route.h"

// The whole API on one page. A row: method, pattern, lane, verb, body, handler.
// The lane says which thread runs it (docs/architecture.md); the verb who may
// (docs/permissions.csv).

namespace allot::http {

namespace {

using enum Method;

// clang-format off
constexpr Route api_table[] = {
    // --- commands
    {get,     "/commands",            Lane::read,  Verb::own_account, BodyKind::none, commands::list},
    {get,     "/commands/{id}",       Lane::read,  Verb::own_account, BodyKind::none, commands::get},
    {post,    "/commands/{id}/abort", Lane::write, Verb::own_account, BodyKind::json, commands::abort},

    // --- the SDK's own set-up calls
    {post,    "/sdk/check",           Lane::read,  Verb::public_,     BodyKind::json, health::sdk_check},
};

constexpr Route root_table[] = {
    {get, "/healthz", Lane::read, Verb::public_, BodyKind::none, health::alive},
    {get, "/readyz",  Lane::read, Verb::public_, BodyKind::none, health::ready},
};
// clang-format on

}  // namespace

std::span<const Route> api_routes() {
  return api_table;
}

std::span<const Route> root_routes() {
  return root_table;
}

}  // namespace allot::http
