#include "http/dispatch.h"

#include <fmt/format.h>

#include <future>

#include "base/log.h"
#include "base/patience.h"
#include "base/text.h"
#include "http/dry_run.h"
#include "http/idempotency.h"
#include "http/json_body.h"
#include "http/repeats.h"
#include "http/router.h"
#include "store/fault.h"
#include "store/unstorable.h"
#include "usecases/accounts/authenticate.h"

namespace allot::http {

namespace {

constexpr std::string_view api_base = "/api/v1";
constexpr std::uint64_t kilobyte = 1024;
constexpr std::uint64_t megabyte = 1024 * kilobyte;
constexpr std::size_t quick_body_bytes_max = 256 * kilobyte;

/// `/tasks…` and `/annotationtasks…` are one resource under two names.
std::string canonical_path(std::string_view path) {
  const auto first = to_lower(path.substr(0, path.find('/', 1)));
  if (first == "/tasks") return "/annotationtasks" + std::string(path.substr(first.size()));
  return std::string(path);
}

bool is_below(std::string_view path, std::string_view base) {
  return to_lower(path.substr(0, base.size())) == base &&
         (path.size() == base.size() || path[base.size()] == '/');
}

std::uint64_t body_limit(BodyKind kind, const Settings& settings) {
  switch (kind) {
    case BodyKind::none:
    case BodyKind::form: return 64 * kilobyte;
    case BodyKind::json: return settings.body_bytes_max;
    case BodyKind::id_list: return 64 * megabyte;
    case BodyKind::annotation: return 32 * megabyte;
    case BodyKind::annotations: return 256 * megabyte;
    case BodyKind::upload: return 10 * megabyte;
  }
  return 0;
}

const Router& api_router() {
  static const Router router(api_routes());
  return router;
}

const Router& root_router() {
  static const Router router(root_routes());
  return router;
}

Router::Match find_route(const RequestHead& head, std::string_view path) {
  if (!is_below(path, api_base)) return root_router().find(head.method, path);
  return api_router().find(head.method, canonical_path(path.substr(api_base.size())));
}

Result<const Route*> require_route(const Router::Match& match, const RequestHead& head) {
  if (match.route != nullptr) return match.route;
  if (match.path_known) {
    return fail(
        ErrorCode::method_not_allowed,
        fmt::format("{} is not possible at this address.", name_of(head.method))
    );
  }
  return fail(ErrorCode::not_found, "There is nothing at this address.");
}

/// What a client is told when storing broke down. Nothing of a change was kept (StoreFailure), and
/// a repeat would meet the same: 500, never 503.
std::string_view sentence_of(StoreFault fault) {
  switch (fault) {
    case StoreFault::disk_full: return "The server's disk is full; nothing was changed.";
    case StoreFault::read_only: return "The server cannot write to its disk; nothing was changed.";
    case StoreFault::damaged:
      return "What the server has stored is damaged here; its administrator finds the request id "
             "in "
             "the log.";
    case StoreFault::file_lost:
      return "A stored file is missing or damaged on the server; its administrator finds the "
             "request id in the log.";
    case StoreFault::other: break;
  }
  return "Something broke on the server; the request id names it in the log.";
}

/// What was found out stays in `found` when an error follows.
Result<Done> fill(const Env& env, const RequestHead& head, Admission& found) {
  found.target = TRY(parse_target(head.target));
  auto match = find_route(head, found.target.path);
  found.route = TRY(require_route(match, head));
  found.params = std::move(match.params);
  found.body = found.route->body;
  found.body_bytes_max = body_limit(found.body, env.settings);
  return Done{};
}

Result<Done> let_in(Env& env, const RequestHead& head, Admission& found) {
  found.caller = TRY(authenticate(env, head.header("authorization")));
  return require_sound_key(head);
}

/// The code alone is logged: the sentence may name what the client sent.
Response refusal_of(const Error& error, const RequestHead& head) {
  log(LogLevel::debug, "refused", {{"code", name_of(error.code)}});
  return error_response(error, head.request_id);
}

/// Routes of the lanes `here` and `read` change nothing, so neither keys nor repeats are anything
/// to them.
Result<Response> run(Env& env, Repeats& repeats, const Route& route, const Request& request) {
  TRY(require_preview(route, request));
  const bool only_reads = route.lane == Lane::here || route.lane == Lane::read;
  const bool may_change = !only_reads && !request.caller.is_anonymous();
  const auto key = idempotency_key(request.head);
  if (may_change && key) return run_once(env, repeats, route, request, *key);
  if (may_change && is_harmed_by_repeats(route)) {
    return run_unless_repeated(env, repeats, route, request);
  }
  return route.handler(env, request);
}

}  // namespace

Dispatcher::Dispatcher(Env& env)
    : env_(env),
      repeats_(std::make_unique<Repeats>()),
      report_(env.meters.reports, [this](MetricsPage& page) { requests_.write(page); }) {}

Dispatcher::~Dispatcher() = default;

Admission Dispatcher::find(const RequestHead& head) {
  Admission found;
  found.arrival = repeats_->next_arrival();
  refuse_unless(head, found, [&] { return fill(env_, head, found); });
  return found;
}

void Dispatcher::identify(const RequestHead& head, Admission& found) {
  refuse_unless(head, found, [&]() -> Result<Done> {
    TRY(let_in(env_, head, found));
    const auto& caller = found.caller.user;
    if (repeats_->is_new(caller)) found.before = find_noted_run(env_, caller);
    return Done{};
  });
}

Admission Dispatcher::admit(const RequestHead& head) {
  auto found = find(head);
  if (needs_caller(found)) identify(head, found);
  return found;
}

void Dispatcher::refuse_unless(
    const RequestHead& head, Admission& admission, FunctionRef<Result<Done>()> succeeds
) const {
  const LogRequest request(head.request_id);
  try {
    const auto outcome = succeeds();
    if (!outcome) admission.refusal = refusal_of(outcome.error(), head);
  } catch (...) {
    admission.refusal = breakdown(std::current_exception(), head);
  }
}

Request Dispatcher::assemble(
    RequestHead head, Admission admission, Body body, std::vector<Part> parts
) {
  Request request{
      .head = std::move(head),
      .path = std::move(admission.target.path),
      .params = std::move(admission.params),
      .query = std::move(admission.target.query),
      .body = std::move(body),
      .parts = std::move(parts),
      .caller = std::move(admission.caller),
      .fingerprint = {},
      .run = nullptr
  };
  if (!request.caller.is_anonymous()) {
    request.fingerprint = fingerprint_of(request);
    repeats_->note(request, admission.arrival, admission.before);
    // Where there is a key, the key alone says what is a repeat (B-297).
    if (idempotency_key(request.head)) request.caller.may_be_repeat = false;
  }
  return request;
}

Lane Dispatcher::lane(const Route& route, const Request& request) const {
  if (route.lane == Lane::password) {
    const bool is_quick = route.needs_no_hash != nullptr && route.needs_no_hash(request);
    return is_quick ? Lane::slow : Lane::password;
  }
  if (route.lane != Lane::read && route.lane != Lane::write) return route.lane;
  if (route.takes_long != nullptr && route.takes_long(request)) return Lane::slow;
  if (route.lane == Lane::read) return Lane::read;
  if (request.body.size() > quick_body_bytes_max) return Lane::slow;
  return may_mention(request, "query") ? Lane::slow : Lane::write;
}

std::chrono::milliseconds Dispatcher::hold(const Route& route, const Request& request) const {
  if (route.hold == nullptr) return std::chrono::milliseconds{0};
  try {
    return route.hold(env_, request);
  } catch (...) {
    return std::chrono::milliseconds{0};  // the handler meets the same trouble, and reports it
  }
}

Scope Dispatcher::scope(const Route& route, const Request& request, const Transaction& tx) {
  CHECK(route.place != nullptr);
  return route.place(tx, request).value_or(Scope{});
}

Response Dispatcher::handle(
    const Route& route, const Request& request, bool rethrow, const std::atomic<bool>* is_unwanted
) {
  const LogRequest at_hand(request.head.request_id);
  try {
    std::optional<Patience> patience;
    if (!rethrow) patience.emplace(env_.settings.query_time_max, is_unwanted);
    // Others wait behind it: a hash for nobody is not made.
    if (route.lane == Lane::password && Patience::is_over()) {
      return refusal_of({ErrorCode::timed_out, "Nobody waits for it any more.", {}}, request.head);
    }
    auto response = run(env_, *repeats_, route, request);
    if (response) return *std::move(response);
    return refusal_of(response.error(), request.head);
  } catch (...) {
    if (rethrow) throw;
    return breakdown(std::current_exception(), request.head);
  }
}

Response Dispatcher::breakdown(std::exception_ptr error, const RequestHead& head) const {
  Error answer{
      .code = ErrorCode::internal,
      .message = std::string(sentence_of(StoreFault::other)),
      .fields = {}
  };
  std::string reason = "unknown exception";
  const LogRequest request(head.request_id);
  try {
    std::rethrow_exception(error);
  } catch (const StoreBusy& busy) {
    reason = busy.what();
    answer.code = ErrorCode::unavailable;
    answer.message = reason + " Try again in a moment.";
  } catch (const GivenUp& end) {
    log(LogLevel::warning, "query_given_up", {{"reason", end.what()}});
    return error_response({ErrorCode::timed_out, end.what(), {}}, head.request_id);
  } catch (const Unstorable& input) {
    answer.code = ErrorCode::invalid;
    answer.message = reason = input.what();
  } catch (const KnownFailure& failure) {
    reason = failure.what();
    answer.message = sentence_of(failure.fault());
  } catch (const std::exception& exception) {
    reason = exception.what();
  } catch (...) {
  }
  log(LogLevel::error, "breakdown", {{"reason", printable(reason, 400)}});
  return error_response(answer, head.request_id);
}

void Dispatcher::note_answer(const Route* route, int status, std::chrono::microseconds taken) {
  requests_.note(route, status, taken);
}

void Dispatcher::note_followed() {
  auto runs = repeats_->take_followed();
  try {
    http::note_followed(env_, runs);
  } catch (...) {
    repeats_->give_back(std::move(runs));
    throw;
  }
}

Response Dispatcher::serve(RequestHead head, std::string body, std::vector<Part> parts) {
  auto admission = admit(head);
  if (admission.refusal) return *std::move(admission.refusal);
  const auto& route = *admission.route;
  if (body.size() > admission.body_bytes_max) {
    return error_response(
        {ErrorCode::too_large,
         fmt::format("The body is over the limit of {} bytes.", admission.body_bytes_max),
         {}},
        head.request_id
    );
  }
  const auto request =
      assemble(std::move(head), std::move(admission), std::move(body), std::move(parts));
  return lane(route, request) == Lane::write ? handle_on_writer(route, request)
                                             : handle(route, request);
}

Response Dispatcher::handle_on_writer(const Route& route, const Request& request) {
  std::optional<Response> response;
  const auto durable = std::make_shared<std::promise<void>>();
  try {
    env_.store.post_write(
        [&](const Transaction& tx) { return scope(route, request, tx); },
        [&] { response = handle(route, request, true); },
        [durable](const std::exception_ptr& error) {
          error ? durable->set_exception(error) : durable->set_value();
        }
    );
    durable->get_future().get();
  } catch (...) {
    return breakdown(std::current_exception(), request.head);
  }
  return *std::move(response);
}

}  // namespace allot::http
