#include "http/idempotency.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "http/commands.h"
#include "http/long_text.h"

namespace allot::http {

namespace {

using KeptAnswer = Journal::KeptAnswer;
using namespace std::chrono_literals;

constexpr std::string_view key_header = "idempotency-key";
constexpr std::ptrdiff_t key_length_max = 255;
constexpr auto repeat_window = 2min;
// Of an answer that is kept because its request had a key, and because it might be repeated.
constexpr std::size_t keyed_bytes_max = 16u << 20;
constexpr std::size_t repeated_bytes_max = 1u << 20;

/// Of UTF-8: bytes that begin a character.
std::ptrdiff_t count_characters(std::string_view text) {
  return std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; });
}

/// An equal request was carried out between the look at the key and the change. Thrown through the
/// handler, which then keeps nothing; nobody but `run_once` catches it.
struct KeyTaken {
  KeptAnswer answer;
};

/// What came without a key is kept under the empty one, which no client can give. Another request
/// of the caller takes its place.
bool is_without_key(const KeptAnswer& note) {
  return note.key.empty();
}

std::optional<KeptAnswer> find_answer(const Transaction& tx, const KeptAnswer& like) {
  auto found = tx.journal().kept_answer(like.caller, like.key);
  if (!found) return std::nullopt;
  const auto age = like.at - found->at;
  if (!is_without_key(like)) return age >= KeptAnswer::time_kept ? std::nullopt : found;
  const bool is_same = found->fingerprint == like.fingerprint && age <= repeat_window;
  return is_same ? found : std::nullopt;
}

Result<Response> again(const KeptAnswer& kept, const KeptAnswer& wanted) {
  if (kept.fingerprint != wanted.fingerprint) {
    return fail(
        ErrorCode::key_reused,
        "This `Idempotency-Key` came with another request before; a new request needs a new key."
    );
  }
  if (kept.status == 0) {
    return fail(
        ErrorCode::conflict,
        "This request was carried out before; its answer was not kept and cannot be given again."
    );
  }
  Response response{.status = kept.status, .headers = {}, .body = kept.body};
  for (std::size_t i = 0; i + 1 < kept.headers.size(); i += 2) {
    response.with(kept.headers[i], kept.headers[i + 1]);
  }
  return std::move(response.with("idempotency-replayed", "true"));
}

bool is_secret(const Response& response) {
  return std::ranges::any_of(response.headers, [](const auto& header) {
    return to_lower(header.first) == "cache-control" && header.second == "no-store";
  });
}

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

/// The store as the handler sees it: the first change that is kept takes the note of the key along.
/// For one request.
class KeyedStore final : public Store {
 public:
  /// `may_be_repeat`: looks for an equal request that was carried out meanwhile.
  KeyedStore(const Env& env, KeptAnswer note, bool may_be_repeat)
      : env_(env), note_(std::move(note)), may_be_repeat_(may_be_repeat) {}

  void run_read(FunctionRef<void(const Transaction&)> body) override { env_.store.run_read(body); }

  void run_write(FunctionRef<bool(Transaction&)> body) override {
    if (is_noted_) return env_.store.run_write(body);
    bool keeps = false;
    env_.store.run_write([&](Transaction& tx) {
      if (may_be_repeat_) {
        if (auto other = find_answer(tx, note_)) throw KeyTaken{*std::move(other)};
      }
      keeps = body(tx);
      if (keeps) put_note(tx);
      return keeps;
    });
    is_noted_ = keeps;
  }

  void post_write(std::function<void()> job, std::function<void(std::exception_ptr)> done)
      override {
    env_.store.post_write(std::move(job), std::move(done));
  }

  void close() override { env_.store.close(); }

  /// Adds what the handler answered to the note, where it is not there yet.
  void keep(const Response& response) {
    if (!is_noted_ || note_.status != 0 || !fill(note_, response)) return;
    env_.store.run_write([&](Transaction& tx) {
      tx.journal().put_kept_answer(note_);
      return true;
    });
  }

 private:
  void put_note(Transaction& tx) {
    // A change that makes a command has just noted it under this fingerprint (B-160), and the
    // command is its whole answer.
    const auto last = tx.journal().last_request(note_.caller);
    if (last && last->fingerprint == note_.fingerprint) {
      const auto command = tx.journal().command(last->command);
      CHECK(command.has_value());
      fill(note_, command_response(env_, *command));
    }
    tx.journal().put_kept_answer(note_);
  }

  const Env& env_;
  KeptAnswer note_;
  const bool may_be_repeat_;
  bool is_noted_ = false;
};

Env with_store(const Env& env, Store& store) {
  return {
      .store = store,
      .files = env.files,
      .clock = env.clock,
      .random = env.random,
      .ids = env.ids,
      .settings = env.settings,
      .tokens = env.tokens,
      .throttle = env.throttle,
      .password_cost = env.password_cost,
      .meters = env.meters
  };
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
    Env& env, const Route& route, const Request& request, std::string_view key, bool may_be_repeat
) {
  const KeptAnswer note{
      .caller = request.caller.user,
      .key = std::string(key),
      .fingerprint = request.caller.fingerprint,
      .at = env.clock.now(),
      .headers = {},
      .body = {}
  };
  if (may_be_repeat) {
    const auto find = [&](const Transaction& tx) { return find_answer(tx, note); };
    if (const auto before = read(env.store, find)) return again(*before, note);
  }
  KeyedStore store(env, note, may_be_repeat);
  auto keyed = with_store(env, store);
  try {
    auto response = route.handler(keyed, request);
    if (response) keep_answer(store, *response);
    return response;
  } catch (const KeyTaken& taken) {
    return again(taken.answer, note);
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
    Env& env, const Route& route, const Request& request, std::string_view key
) {
  return run_noted(env, route, request, key, true);
}

bool is_harmed_by_repeats(const Route& route) {
  return route.method == Method::delete_ ||
         (route.method == Method::post && route.body == BodyKind::annotations);
}

Result<Response> run_unless_repeated(Env& env, const Route& route, const Request& request) {
  return run_noted(env, route, request, {}, request.caller.may_be_repeat);
}

}  // namespace allot::http
