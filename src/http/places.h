#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include "http/json_body.h"
#include "http/parameters.h"
#include "http/project_list.h"
#include "http/request.h"
#include "usecases/scopes.h"

// How rows of the lane `write` say where they make their change (Route::place). Others are beside
// the handler that they are for, where more than an id of the path tells.
namespace allot::http {

/// The name of a `{…}` of a path, or of a member of a body.
template <std::size_t size>
struct Named {
  constexpr Named(const char (&name)[size]) { std::copy_n(name, size, text); }

  [[nodiscard]] constexpr std::string_view view() const { return {text, size - 1}; }

  char text[size];
};

/// The id as handlers read it (B-150). Errors: invalid.
template <class Id>
Result<Id> id_in_path(const std::string& text) {
  if constexpr (std::is_same_v<Id, ProjectId> || std::is_same_v<Id, DatasetId>) {
    return any_id<Id>(text);
  } else {
    return parse_id<Id>(text, "");
  }
}

/// Where the thing is that the path names.
template <class Id, Named param = "id">
Result<Scope> at(const Transaction& tx, const Request& request) {
  return scope_of(tx, TRY(id_in_path<Id>(request.param(param.view()))));
}

/// Where statuses in the task or assignment change that the path names.
template <class Id, Named param = "id">
Result<Scope> in_statuses_of(const Transaction& tx, const Request& request) {
  return scope_of_statuses(tx, TRY(id_in_path<Id>(request.param(param.view()))));
}

/// In the project that the body names.
template <Named member>
Result<Scope> in_project_of(const Transaction&, const Request& request) {
  return Scope::project(TRY(only_project(TRY(JsonBody::of(request)), member.view())));
}

/// In the caller's account.
inline Result<Scope> at_caller(const Transaction&, const Request& request) {
  return Scope::account(request.caller.user);
}

/// What is written belongs to the caller alone: commands, keys, sessions.
inline Result<Scope> nowhere(const Transaction&, const Request&) {
  return Scope{};
}

}  // namespace allot::http
