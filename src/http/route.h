#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "domain/permissions.h"
#include "http/request.h"
#include "http/response.h"
#include "usecases/env.h"

namespace allot::http {

/// Which thread runs it (docs/architecture.md).
enum class Lane {
  here,      // the I/O thread; asks the store nothing, so it answers while the database does not
  read,      // where the store reads: the I/O thread (SQLite); expected under 1 ms
  write,     // the writer, in its savepoint
  slow,      // the slow pool; may end in one blocking write
  password,  // a thread of its own, since password hashes are made one at a time: a flood of
             // sign-ins waits there, and holds up nobody else
};

/// What may come as body.
enum class BodyKind {
  none,         // nobody reads it, up to 64 KB; of a change it tells repeats apart
  form,         // forms and JSON of people who are not signed in yet, up to 64 KB
  json,         // up to Settings::body_bytes_max; forms and small texts too
  id_list,      // up to 64 MB
  annotation,   // one, up to 32 MB
  annotations,  // a list, up to 256 MB
  upload,       // multipart, files spooled to disk without limit; fields up to 10 MB
};

using Handler = Result<Response> (*)(Env& env, const Request& request);
/// Where a request makes its change (store/where.h), told by what is stored; by nothing that the
/// handler would refuse. Errors: as the handler's, and the handler says them.
using Place = Result<Scope> (*)(const Transaction& tx, const Request& request);
/// How long a whole request has to wait before its handler runs (B-008). Quick, on any thread.
using Hold = std::chrono::milliseconds (*)(Env& env, const Request& request);
/// Of a route on the lane `read` or `write`: does this request take long, and so goes by `slow`?
using TakesLong = bool (*)(const Request& request);
/// Of a route on the lane `password`: does this request need no hash, and so goes by `slow`?
using NeedsNoHash = bool (*)(const Request& request);

/// One line of the API. `verb` is what the caller must be allowed; use cases check it against the
/// thing at hand, the dispatcher refuses anonymous callers unless it is `public_`.
struct Route {
  Method method;
  std::string_view
      pattern;  // e.g. "/assignments/{id}/redistribute"; below /api/v1 unless it is a gate route
  Lane lane;
  Verb verb;
  BodyKind body;
  Handler handler;
  Place place = nullptr;                // of the rows on the lane `write`, and only of these
  Hold hold = nullptr;                  // nullptr: never waits
  NeedsNoHash needs_no_hash = nullptr;  // nullptr: none goes by `slow`
  TakesLong takes_long = nullptr;       // nullptr: none goes by `slow`
};

/// Below /api/v1. `/tasks…` stands for `/annotationtasks…` as well.
[[nodiscard]] std::span<const Route> api_routes();
/// At the root: sign-in, tokens, health, the console's fixed addresses.
[[nodiscard]] std::span<const Route> root_routes();

}  // namespace allot::http
