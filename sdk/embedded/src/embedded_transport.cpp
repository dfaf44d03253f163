#include "embedded_transport.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>

#include "auth/secrets.h"
#include "background/cloning.h"
#include "background/exporting.h"
#include "background/housekeeping.h"
#include "background/now_and_then.h"
#include "background/telling.h"
#include "base/log.h"
#include "base/text.h"
#include "http/dispatch.h"
#include "installation/installation.h"
#include "usecases/accounts/let_in.h"
#include "usecases/accounts/manage.h"
#include "usecases/events/count.h"
// Last: the SDK has names of its own for some of the same things, and the server's headers mean
// theirs.
// clang-format off
#include "allot/errors.h"
#include "embedded_events.h"
// clang-format on

namespace allot::inline v1 {

namespace {

constexpr std::size_t piece_bytes = 256 * 1024;
constexpr const char* first_owner = "owner@localhost";

http::Part part_of(Env& env, const FormPart& given, const TransportRequest& request) {
  http::Part part;
  part.name = given.name;
  part.filename = given.file_name;
  part.filename_is_exact = true;
  part.content_type = given.media_type;
  if (given.file.empty()) {
    part.bytes = given.text;
    return part;
  }
  std::ifstream in(given.file, std::ios::binary);
  if (!in) throw BadRequest(0, "invalid", "The file " + given.file.string() + " cannot be read.");
  auto spool = env.files.spool();
  std::string piece(piece_bytes, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    spool->append(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
    if (request.progress && !request.progress(spool->size())) throw Canceled();
  }
  part.file = spool->finish();
  return part;
}

/// Gives the bytes of a response to `take`, in pieces.
/// What breaks in the middle has no status any more, here as over a wire.
std::optional<std::string> pulled(const http::PullStream& pull) {
  try {
    return pull();
  } catch (const std::exception& error) {
    throw ConnectionFailed(error.what());
  }
}

template <class Take>
void read_body(const http::Response& response, Take&& take) {
  if (const auto* text = std::get_if<std::string>(&response.body)) {
    if (!text->empty()) take(std::string_view(*text));
  } else if (const auto* range = std::get_if<http::FileRange>(&response.body)) {
    std::ifstream in(range->path, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(range->offset));
    std::string piece(piece_bytes, '\0');
    for (auto left = range->length; left > 0;) {
      const auto wanted = std::min<std::uint64_t>(left, piece.size());
      if (!in.read(piece.data(), static_cast<std::streamsize>(wanted))) {
        throw ConnectionFailed("A stored file is shorter than its record.");
      }
      take(std::string_view(piece).substr(0, wanted));
      left -= wanted;
    }
  } else {
    const auto& pull = std::get<http::PullStream>(response.body);
    for (auto piece = pulled(pull); piece; piece = pulled(pull)) {
      if (!piece->empty()) take(std::string_view(*piece));
    }
  }
}

/// An answer that does not go on: a refusal, mostly.
class WholeAnswer final : public AnswerStream {
 public:
  explicit WholeAnswer(TransportResponse answer) : answer_(std::move(answer)) {}

  [[nodiscard]] const TransportResponse& head() const override { return answer_; }

  std::optional<std::string> next(std::chrono::milliseconds) override { return std::nullopt; }

 private:
  const TransportResponse answer_;
};

class EmbeddedTransport final : public Transport {
 public:
  EmbeddedTransport(DataFolder folder, const Open& how)
      : installation_(std::move(folder), {.public_url = how.public_url}),
        now_and_then_(env(), std::chrono::days{how.history_days}) {
    // What a server does by itself.
    background::purge_deleted(env());
    background::write_bulk_changes(env());
    background::finish_annotation_lists(env());
    background::give_rows_to_assignments(env());
    tell();
  }

  [[nodiscard]] Env& env() { return installation_.env(); }

  TransportResponse send(const TransportRequest& request) override {
    auto head = head_of(request);
    std::vector<http::Part> parts;
    for (const auto& part : request.form) parts.push_back(part_of(env(), part, request));
    const bool may_change = head.method != http::Method::get;
    const auto response = dispatcher_.serve(std::move(head), request.body, std::move(parts));
    note_followed();
    if (may_change) tell();
    return answer_of(response, request);
  }

  std::unique_ptr<AnswerStream> open(const TransportRequest& request) override {
    const auto response = dispatcher_.serve(head_of(request), request.body);
    TransportResponse head{.status = response.status, .headers = headers_of(response), .body = {}};
    if (const auto* events = std::get_if<http::EventStream>(&response.body)) {
      return embedded_events(env(), *events->reading, std::move(head), [this] { tell(); });
    }
    return std::make_unique<WholeAnswer>(answer_of(response, request));
  }

 private:
  http::RequestHead head_of(const TransportRequest& request) {
    http::RequestHead head;
    const auto method = http::parse_method(request.method);
    if (!method) throw BadRequest(0, "invalid", "The method is not known.");
    head.method = *method;
    head.target = request.target;
    head.headers = request.headers;
    head.peer = "embedded";
    head.request_id = "embedded-" + std::to_string(++requests_);
    return head;
  }

  static Headers headers_of(const http::Response& response) {
    Headers headers;
    for (const auto& [name, value] : response.headers) headers.emplace_back(to_lower(name), value);
    return headers;
  }

  /// What a server tells people a moment after a change, and what it does now and then. What fails
  /// here is tried after the next.
  void tell() {
    try {
      do_what_is_due();
      background::fill_inboxes(env());
      const std::scoped_lock lock(counting_);
      counter_.count();
    } catch (const std::exception& error) {
      log(LogLevel::warning, "not_told", {{"reason", error.what()}});
    }
  }

  /// Changes of the SDK have keys: this is of one that a server on the folder made before, and
  /// comes once at most.
  void note_followed() {
    try {
      dispatcher_.note_followed();
    } catch (const std::exception& error) {
      log(LogLevel::warning, "order_of_requests_not_kept", {{"reason", error.what()}});
    }
  }

  void do_what_is_due() {
    const std::unique_lock lock(by_itself_, std::try_to_lock);
    if (!lock.owns_lock()) return;  // another thread does it right now
    now_and_then_.do_what_is_due();
    background::carry_out_exports(env());
    background::make_clones(env());
  }

  static TransportResponse answer_of(
      const http::Response& response, const TransportRequest& request
  ) {
    TransportResponse answer;
    answer.status = response.status;
    answer.headers = headers_of(response);
    const bool is_good = response.status >= 200 && response.status < 300;
    read_body(response, [&](std::string_view piece) {
      if (is_good && request.sink) {
        request.sink(piece);
      } else {
        answer.body += piece;
      }
    });
    return answer;
  }

  Installation installation_;
  http::Dispatcher dispatcher_{installation_.env()};
  std::atomic<std::uint64_t> requests_ = 0;
  std::mutex by_itself_;
  background::NowAndThen now_and_then_;
  std::mutex counting_;
  TaskCounter counter_{env()};
};

/// The folders that this process holds: a folder opened twice is one server. Thread-safe.
class OpenFolders {
 public:
  std::shared_ptr<EmbeddedTransport> open(const std::filesystem::path& folder, const Open& how) {
    const auto path = std::filesystem::weakly_canonical(std::filesystem::absolute(folder));
    std::unique_lock lock(mutex_);
    for (auto found = held_.find(path); found != held_.end(); found = held_.find(path)) {
      if (auto present = found->second.lock()) return present;
      closed_.wait(lock);  // its last client went, and it is about to let go of the folder
    }
    auto opened = std::make_unique<EmbeddedTransport>(DataFolder::open(folder), how);
    std::shared_ptr<EmbeddedTransport> shared(opened.release(), [this, path](auto* transport) {
      delete transport;
      const std::scoped_lock again(mutex_);
      held_.erase(path);
      closed_.notify_all();
    });
    held_[path] = shared;
    return shared;
  }

 private:
  std::mutex mutex_;
  std::condition_variable closed_;
  std::map<std::filesystem::path, std::weak_ptr<EmbeddedTransport>> held_;
};

/// Never destroyed: clients may live as long as the process.
OpenFolders& open_folders() {
  static auto* const folders = new OpenFolders;
  return *folders;
}

/// The first account of a new folder.
void make_owner(Env& env, const std::string& as) {
  const auto address = as.empty() ? std::string(first_owner) : as;
  const auto owner =
      add_user(env, {.address = address, .password = random_secret(env.random), .admin = true});
  if (!owner) throw BadRequest(0, "invalid", owner.error().message);
}

[[noreturn]] void refuse(const ErrorCode& code, const std::string& message) {
  switch (code) {
    case ErrorCode::not_found: throw NotFound(404, "not_found", message);
    case ErrorCode::forbidden: throw Forbidden(403, "forbidden", message);
    default: throw BadRequest(0, "invalid", message);
  }
}

}  // namespace

OpenedFolder open_folder(const std::filesystem::path& folder, const Open& how) {
  if (how.history_days != 0 && (how.history_days < 2 || how.history_days > 36'500)) {
    throw BadRequest(0, "invalid", "`history_days` must be a number from 2 to 36500, or 0.");
  }
  if (!how.create && !std::filesystem::exists(folder / "allot.db")) {
    throw NotFound(404, "not_found", "There is no data folder " + folder.string() + ".");
  }
  auto transport = open_folders().open(folder, how);
  auto& env = transport->env();
  if (list_users(env).empty()) make_owner(env, how.as);
  auto signed_in = let_in(env, how.as);
  if (!signed_in) refuse(signed_in.error().code, signed_in.error().message);
  return {
      .transport = std::move(transport),
      .token = std::move(signed_in->id_token),
      .refresh_token = std::move(signed_in->refresh_token)
  };
}

}  // namespace allot::inline v1
