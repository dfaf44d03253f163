#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "http/route.h"

namespace allot::http {

class Repeats;

/// A request without a key that comes later than this after its equal is no repeat (B-160).
constexpr std::chrono::minutes repeat_window{2};

/// The request's `Idempotency-Key`, if it has one and its method is one that changes things.
[[nodiscard]] std::optional<std::string_view> idempotency_key(const RequestHead& head);

/// Errors: invalid (the key is empty, longer than 255 characters, or not valid UTF-8).
[[nodiscard]] Result<Done> require_sound_key(const RequestHead& head);

/// Runs the route's handler, once for (caller, key) within 24 hours: an equal request gets the
/// first answer, with the header `idempotency-replayed` (B-297). Requests are equal when their
/// fingerprints are.
///
/// A note of the key is written in the transaction of the change. It holds the answer already when
/// that is a command; other answers follow in a write of their own, which on the writer belongs to
/// the same transaction; an equal request that comes in between waits for it, two seconds at most.
/// Kept are answers to changes that were made: no error, no answer to a
/// request that wrote nothing, and no body that must not be stored (`cache-control: no-store`).
/// Errors: those of the handler, key_reused (another request came with the key), conflict (an equal
/// one was carried out, and its answer was not kept: an interruption, or a secret; or the caller's
/// standing has changed since, usecases/commands/same_standing.h).
[[nodiscard]] Result<Response> run_once(
    Env& env, Repeats& repeats, const Route& route, const Request& request, std::string_view key
);

/// Would a repeat of such a request, sent since its answer was lost, do harm that no other rule
/// prevents? Work would be moved twice and things be there twice; what was deleted would not be
/// found, and the client would take that for a failure.
[[nodiscard]] bool is_harmed_by_repeats(const Route& route);

/// Runs the route's handler for a request without a key, unless it is the caller's previous one
/// come again: equal, within two minutes, with nothing else from that caller in between, and as
/// long as what the first one left still stands (B-160, usecases/commands/standing.h). Then the
/// first answer is given again, with the header `idempotency-replayed`. Of equal requests that run
/// at the same time, with nothing else in between, one is done. The note is written in the
/// transaction of the change; each caller has one, of the request
/// that came last, and says whether another request is known to have come after that, so that the
/// rule holds for a process that begins later. An answer that must not be stored leaves none:
/// its request is done again. Errors: those of the handler, conflict (it is a repeat, and the first
/// answer was not kept: an interruption, or more than 1 MB; or the caller's standing has changed).
[[nodiscard]] Result<Response> run_unless_repeated(
    Env& env, Repeats& repeats, const Route& route, const Request& request
);

}  // namespace allot::http
