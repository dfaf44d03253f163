#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/dispatch.h"
#include "http/multipart.h"
#include "net/budget.h"
#include "net/compression.h"
#include "net/server.h"
#include "usecases/env.h"

namespace allot::net {

/// One request and its answer, from the head on; without sockets. The connection fills it on the
/// I/O thread, lends it to the lane, and gets it back with the response.
class Exchange {
 public:
  /// All references must outlive this.
  Exchange(
      Env& env,
      http::Dispatcher& dispatcher,
      Budget& body_memory,
      const Options& options,
      http::RequestHead head
  );

  // Whether the request may come in, in three steps. After a refusal the body is dropped as it
  // arrives.

  /// Where it goes.
  void find_route(bool knows_method);
  [[nodiscard]] bool needs_caller() const;
  /// Reads who asks.
  void identify();
  /// What may come as body. Does nothing after a refusal.
  void admit(std::optional<std::uint64_t> content_length);

  /// The next bytes of the body. False when they made it refused: no more need come.
  [[nodiscard]] bool take_body(std::string_view bytes);

  /// Bytes of the body that came, dropped ones too.
  [[nodiscard]] std::uint64_t body_bytes() const { return body_bytes_; }

  /// The body is complete: makes the request, unless it was refused or turns out broken.
  void end_body();

  /// What to answer without running anything; set by the above.
  [[nodiscard]] bool is_refused() const { return response_.has_value(); }

  /// Whose share of the slow lane it takes: the caller's, or of those without a name the peer's.
  [[nodiscard]] std::string share() const;

  /// Nobody waits for the answer any more: what is only read for it may end. From any thread.
  void note_unwanted() { is_unwanted_ = true; }

  [[nodiscard]] const std::atomic<bool>& is_unwanted() const { return is_unwanted_; }

  /// By its route, before the body is there.
  [[nodiscard]] bool is_for_slow_lane() const;
  [[nodiscard]] http::Lane lane() const;
  /// Has `find_hold` to look?
  [[nodiscard]] bool may_be_held() const;
  /// Reads how long the lane has to wait for it.
  void find_hold();

  [[nodiscard]] std::chrono::milliseconds hold() const { return hold_; }

  /// Of the lane `write`: where the change is made. While nobody runs it.
  [[nodiscard]] Scope scope(const Transaction& tx) const;

  // On the lane's thread:

  /// Runs the handler; `on_writer` lets exceptions through.
  void run(bool on_writer);
  /// The answer to what came through, or to a lane that could not take it.
  void break_down(std::exception_ptr error);
  void refuse(const Error& error);

  /// Whether the answer is to be compressed, and whether that takes long; settled by
  /// `compress_answer`.
  enum class Compression { none, quick, long_ };
  [[nodiscard]] Compression compression();
  /// On any thread. An answer that cannot be compressed stays as it is.
  void compress_answer();

  void refuse_with(http::Response response) { response_ = std::move(response); }

  /// What the answer goes on with for as long as somebody reads; nullptr where it does not.
  [[nodiscard]] const http::EventReading* event_reading() const;
  [[nodiscard]] http::Response take_response();
  [[nodiscard]] const http::RequestHead& head() const;
  /// Replaces an answer that cannot be sent.
  [[nodiscard]] http::Response breakdown(std::exception_ptr error) const;

  /// Counts the answer, and writes the line of the access log: no query, no credentials.
  void note_answer(int status, std::uint64_t bytes) const;

 private:
  void refuse_too_large();
  void refuse_for_memory();
  [[nodiscard]] bool is_over_limit() const;
  /// Throws StoreFailure.
  void keep_bytes(std::string_view bytes);
  void push_upload(std::string_view bytes);

  Env& env_;
  http::Dispatcher& dispatcher_;
  const Options& options_;
  Budget::Share memory_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  http::Admission admission_;
  const http::Route* route_ = nullptr;
  std::uint64_t body_bytes_max_ = 0;
  std::uint64_t body_bytes_ = 0;
  bool drops_body_ = false;
  bool is_assembled_ = false;
  std::optional<http::UploadBody> upload_;
  std::string body_;                    // its bytes, while they are few
  std::unique_ptr<SpoolWriter> spool_;  // its bytes, once they are many
  http::Request request_;               // until it is assembled, its head alone
  std::optional<http::Response> response_;
  std::chrono::milliseconds hold_{0};
  std::optional<Coding> coding_;  // of the answer, once it was looked at
  bool is_coded_ = false;
  std::atomic<bool> is_unwanted_ = false;
};

}  // namespace allot::net
