#include "http/idempotency.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/log.h"
#include "base/text.h"
#include "base/waiting.h"
#include "http/commands.h"
#include "http/long_text.h"
#include "http/repeats.h"
#include "usecases/commands/same_standing.h"
#include "usecases/commands/standing.h"

namespace allot::http {

namespace {

using KeptAnswer = Journal::KeptAnswer;
using namespace std::chrono_literals;

constexpr std::string_view key_header = "idempotency-key";
constexpr std::ptrdiff_t key_length_max = 255;
constexpr std::chrono::milliseconds settling_time{2'000};
constexpr std::chrono::milliseconds settling_look{20};
// Of an answer that is kept because its request had a key, and because it might be repeated.
constexpr std::size_t keyed_bytes_max = 16u << 20;
constexpr std::size_t repeated_bytes_max = 1u << 20;

/// Of UTF-8: bytes that begin a character.
std::ptrdiff_t count_characters(std::string_view text) {
  return std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; });
}

/// What is known of a request that was carried out: the note of it, and the command that was its
/// answer.
struct Kept {
  KeptAnswer note;
  std::optional<Command> command;
  bool may_be_told = false;  // to the caller, as what they are now
};

/// An equal request was carried out between the look at the note and the change. Thrown through the
/// handler, which then keeps nothing; nobody but `run_noted` catches it.
struct Overtaken {
  Kept by;
};

/// Another request of the caller takes the place of a note without a key.
bool is_without_key(const KeptAnswer& note) {
  return note.key.empty();
}

/// What a request on this route leaves, if a repeat of it would do harm that no other rule
/// prevents.
std::optional<Leaves> left_by(const Route& route) {
  if (route.method == Method::delete_) {
    return route.pattern == "/datasets/{id}/items" ? Leaves::nothing_that_matches : Leaves::absence;
  }
  if (route.method != Method::post) return std::nullopt;
  switch (route.verb) {
    case Verb::move_work:
    case Verb::load_batch: return Leaves::moved_work;
    case Verb::create_task:
    case Verb::annotate:
    case Verb::manage_bots: return Leaves::made_things;
    // An upload finds what is there (B-251), a dataset its name taken (B-152).
    case Verb::edit_data:
      if (route.body == BodyKind::upload || route.pattern == "/datasets") return std::nullopt;
      return Leaves::made_things;
    default: return std::nullopt;
  }
}

/// A request that is to be carried out, and the note that it will leave.
struct Wanted {
  const Route& route;
  const Caller& caller;
  KeptAnswer note;
  std::string earlier_run;  // of an earlier process, with which that of the note goes on; or ""
};

OutboxLines lines_of(const KeptAnswer& note) {
  return {.after = note.events_after, .until = note.events_until};
}

/// Is `wanted` the one that `note` was made of come again, and does what it left still stand
/// (B-160)?
bool is_repeat(const Transaction& tx, const KeptAnswer& note, const Wanted& wanted) {
  const auto& request = wanted.note;
  const auto stands = [&] {
    if (still_stands(tx, left_by(wanted.route).value(), lines_of(note))) return true;
    const auto command = note.command.empty() ? std::nullopt : tx.journal().command(note.command);
    return command && still_stands(tx, *command);
  };
  // Noted in the future, the clock was set back since: then it is a repeat too, since doing nothing
  // twice harms less than doing it again.
  return note.fingerprint == request.fingerprint && request.at - note.at <= repeat_window &&
         (note.run == request.run || note.run == wanted.earlier_run) && stands();
}

/// What was answered to this request before, if it is a repeat.
std::optional<Kept> find_kept(const Transaction& tx, const Wanted& wanted) {
  const auto& request = wanted.note;
  auto found = tx.journal().kept_answer(request.caller, request.key);
  if (!found) return std::nullopt;
  const bool is_valid = is_without_key(request) ? is_repeat(tx, *found, wanted)
                                                : request.at - found->at < KeptAnswer::time_kept;
  if (!is_valid) return std::nullopt;
  auto command = found->command.empty() ? std::nullopt : tx.journal().command(found->command);
  const bool may_be_told =
      has_same_standing(tx, wanted.caller, wanted.route.verb, lines_of(*found), command);
  return Kept{.note = *std::move(found), .command = std::move(command), .may_be_told = may_be_told};
}

Response replayed(Response response) {
  return std::move(response.with("idempotency-replayed", "true"));
}

Result<Response> again(const Env& env, const Kept& kept, const KeptAnswer& wanted) {
  const auto& note = kept.note;
  if (note.fingerprint != wanted.fingerprint) {
    return fail(
        ErrorCode::key_reused,
        "This `Idempotency-Key` came with another request before; a new request needs a new key."
    );
  }
  if (!kept.may_be_told) {
    return fail(
        ErrorCode::conflict,
        "This request was carried out before; your role has changed since, so its answer is not "
        "given again."
    );
  }
  if (kept.command) return replayed(command_response(env, *kept.command));
  if (note.status <= 0) {
    return fail(
        ErrorCode::conflict,
        "This request was carried out before; its answer was not kept and cannot be given again."
    );
  }
  Response response{.status = note.status, .headers = {}, .body = note.body};
  for (std::size_t i = 0; i + 1 < note.headers.size(); i += 2) {
    response.with(note.headers[i], note.headers[i + 1]);
  }
  return replayed(std::move(response));
}

bool is_secret(const Response& response) {
  return std::ranges::any_of(response.headers, [](const auto& header) {
    return to_lower(header.first) == "cache-control" && header.second == "no-store";
  });
}

/// In place of the status of an answer that is not kept: nobody need wait for it.
constexpr int never_told = -1;

/// Takes the answer over, if it is one to keep.
bool fill(KeptAnswer& note, const Response& response) {
  const bool is_good = response.status >= 200 && response.status < 300;
  if (!is_good || is_secret(response)) return false;
  auto body = text_of(response, is_without_key(note) ? repeated_bytes_max : keyed_bytes_max);
  if (!body) return false;
  note.status = response.status;
  for (const auto& [name, value] : response.headers) {
    note.headers.push_back(name);
    note.headers.push_back(value);
  }
  note.body = *std::move(body);
  return true;
}

/// The store as the handler sees it: the first change that is kept takes the note of the request
/// along; a preparation does not. For one request.
class KeyedStore final : public Store {
 public:
  KeyedStore(const Env& env, Repeats& repeats, const Request& request, Wanted wanted)
      : env_(env), repeats_(repeats), request_(request), wanted_(std::move(wanted)) {}

  void run_read(FunctionRef<void(const Transaction&)> body) override { env_.store.run_read(body); }

  void post_read(std::function<void()> job, std::function<void(std::exception_ptr)> done) override {
    env_.store.post_read(std::move(job), std::move(done));
  }

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    if (is_noted_) return env_.store.run_write(where, body, kind);
    bool keeps = false;
    const auto noting = [&](Transaction& tx) {
      if (auto other = find_kept(tx, wanted_)) throw Overtaken{*std::move(other)};
      const auto command_before = tx.journal().newest_command(note_.caller);
      note_.events_after = tx.journal().last_event();
      keeps = body(tx);
      if (!keeps) return false;
      note_.events_until = tx.journal().last_event();
      // A command that was made is the whole answer.
      const auto command = tx.journal().newest_command(note_.caller);
      note_.command = command == command_before ? CommandId{} : command.value();
      if (!is_overtaken(tx)) tx.journal().put_kept_answer(note_);
      return true;
    };
    env_.store.run_write(where, noting, kind);
    is_noted_ = keeps;
    if (is_noted_ && is_without_key(note_)) repeats_.has_note(request_);
  }

  void run_preparation(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    env_.store.run_preparation(where, body, kind);
  }

  void post_write(
      FindScope where, std::function<void()> job, std::function<void(std::exception_ptr)> done
  ) override {
    env_.store.post_write(std::move(where), std::move(job), std::move(done));
  }

  [[nodiscard]] Bell& bell() override { return env_.store.bell(); }

  void close() override { env_.store.close(); }

  /// Adds what the handler answered to the note, where it is not there yet.
  void keep(const Response& response) {
    if (!is_noted_ || !note_.command.empty()) return;
    auto answered = note_;
    if (is_without_key(note_) && is_secret(response)) {
      // Nobody can be told it again, so a repeat is done again.
      answered.fingerprint.clear();
    } else if (!fill(answered, response)) {
      answered.status = never_told;
    }
    env_.store.run_write(Scope{}, [&](Transaction& tx) {
      // Without a key a caller has one note: a later request's is not to be lost to this answer.
      const auto now = tx.journal().kept_answer(note_.caller, note_.key);
      const bool is_ours = now && now->fingerprint == note_.fingerprint && now->run == note_.run &&
                           now->at == note_.at && now->events_after == note_.events_after;
      if (!is_ours) return false;
      answered.is_followed = now->is_followed;
      tx.journal().put_kept_answer(answered);
      return true;
    });
  }

 private:
  /// Without a key a caller has one note: that of the request that came last, whichever is carried
  /// out first.
  [[nodiscard]] bool is_overtaken(const Transaction& tx) const {
    if (!is_without_key(note_)) return false;
    const auto other = tx.journal().kept_answer(note_.caller, note_.key);
    return other && is_later_run(other->run, note_.run);
  }

  const Env& env_;
  Repeats& repeats_;
  const Request& request_;
  Wanted wanted_;
  KeptAnswer& note_ = wanted_.note;
  bool is_noted_ = false;
};

/// The same; the answer of a request that made its change a moment ago, on another thread, is
/// waited for. On the writer there is none such: there the answer, or that it will never be told,
/// comes with the change.
std::optional<Kept> find_settled(const Env& env, const Wanted& wanted) {
  const auto& request = wanted.note;
  const auto look = [&](const Transaction& tx) { return find_kept(tx, wanted); };
  const auto is_unsettled = [&](const std::optional<Kept>& kept) {
    return kept && !kept->command && kept->note.status == 0 &&
           kept->note.fingerprint == request.fingerprint &&
           request.at - kept->note.at < settling_time;
  };
  auto kept = read(env.store, look);
  for (auto left = settling_time; left > 0ms && is_unsettled(kept); left -= settling_look) {
    {
      const Waiting for_the_other;
      std::this_thread::sleep_for(settling_look);
    }
    kept = read(env.store, look);
  }
  return kept;
}

/// The change is made, and its answer is on its way: that it was not kept is no reason to hold it
/// back.
void keep_answer(KeyedStore& store, const Response& response) {
  try {
    store.keep(response);
  } catch (const std::exception& error) {
    log(LogLevel::error, "answer_not_kept", {{"reason", error.what()}});
  }
}

Result<Response> run_noted(
    Env& env, Repeats& repeats, const Route& route, const Request& request, std::string_view key
) {
  KeptAnswer note{
      .caller = request.caller.user,
      .key = std::string(key),
      .fingerprint = request.fingerprint,
      .at = env.clock.now(),
      .headers = {},
      .body = {},
      .run = repeats.run_of(request),
      .command = {}
  };
  const Wanted wanted{
      .route = route,
      .caller = request.caller,
      .note = std::move(note),
      .earlier_run = Repeats::earlier_run_of(request)
  };
  const auto find = [&] { return find_settled(env, wanted); };
  if (const auto before = find()) return again(env, *before, wanted.note);
  KeyedStore store(env, repeats, request, wanted);
  auto keyed = with_store(env, store);
  try {
    auto response = route.handler(keyed, request);
    if (response) keep_answer(store, *response);
    return response;
  } catch (const Overtaken& overtaken) {
    const auto settled = find();
    return again(env, settled ? *settled : overtaken.by, wanted.note);
  }
}

}  // namespace

std::optional<std::string_view> idempotency_key(const RequestHead& head) {
  const auto method = head.method;
  if (method == Method::get || method == Method::head || method == Method::options) return {};
  const auto found = std::ranges::find(head.headers, key_header, &Headers::value_type::first);
  if (found == head.headers.end()) return {};
  return found->second;
}

Result<Done> require_sound_key(const RequestHead& head) {
  const auto key = idempotency_key(head);
  if (!key) return Done{};
  if (is_utf8(*key) && !key->empty() && count_characters(*key) <= key_length_max) return Done{};
  return invalid_field("Idempotency-Key", "must be a text of 1 to 255 characters");
}

Result<Response> run_once(
    Env& env, Repeats& repeats, const Route& route, const Request& request, std::string_view key
) {
  return run_noted(env, repeats, route, request, key);
}

bool is_harmed_by_repeats(const Route& route) {
  return left_by(route).has_value();
}

Result<Response> run_unless_repeated(
    Env& env, Repeats& repeats, const Route& route, const Request& request
) {
  return run_noted(env, repeats, route, request, {});
}

}  // namespace allot::http
