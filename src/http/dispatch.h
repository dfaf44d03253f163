#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>

#include "base/function_ref.h"
#include "http/noted_runs.h"
#include "http/request_meter.h"
#include "http/route.h"

namespace allot::http {

class Repeats;

/// What `net` is told before it reads a body.
struct Admission {
  std::optional<Response> refusal;  // answer this and read no body
  const Route* route = nullptr;     // also of a refusal, where there is one
  Target target;
  std::map<std::string, std::string, std::less<>> params;
  Caller caller;
  BodyKind body = BodyKind::none;
  std::uint64_t body_bytes_max = 0;  // for `upload`: of each field; files are without limit
  std::uint64_t arrival = 0;         // greater than those of heads that came before
  std::optional<NotedRun> before;    // of a caller who is new to this process (http/repeats.h)
};

/// The server without sockets: a pure function from requests to responses. Thread-safe.
class Dispatcher {
 public:
  explicit Dispatcher(Env& env);
  ~Dispatcher();

  /// Route and limits, from the head alone. Never throws.
  [[nodiscard]] Admission find(const RequestHead& head);

  /// Has `identify` to come yet?
  [[nodiscard]] static bool needs_caller(const Admission& found) {
    return !found.refusal && found.route->verb != Verb::public_;
  }

  /// The caller, by a short read of the store, and another when the caller is new to this process;
  /// refuses who may not come in. Never throws.
  void identify(const RequestHead& head, Admission& found);

  /// Both.
  [[nodiscard]] Admission admit(const RequestHead& head);

  /// The whole request from what was admitted and what was read.
  [[nodiscard]] Request assemble(
      RequestHead head, Admission admission, Body body, std::vector<Part> parts
  );

  /// Where it runs: the route's lane, but `slow` for a `write` row whose body is over 256 KB or
  /// holds a `query`, for a `read` or `write` row that takes long, and for a `password` row that
  /// needs no hash.
  [[nodiscard]] Lane lane(const Route& route, const Request& request) const;

  /// How long `net` waits, by a timer and not on a thread, before it runs the handler (B-008);
  /// nothing for most requests. May read the store where the route has a `hold`. Never throws.
  [[nodiscard]] std::chrono::milliseconds hold(const Route& route, const Request& request) const;

  /// Where a request on the lane `write` makes its change; nowhere if its handler will refuse it.
  [[nodiscard]] static Scope scope(
      const Route& route, const Request& request, const Transaction& tx
  );

  /// Runs the handler on this thread. Never throws, but inside a write job (lane `write`), where
  /// exceptions must reach the store so that it rolls back: there `rethrow` is true. HEAD answers
  /// are GET answers; `net` leaves the body out. Elsewhere reading ends at its time, or once
  /// nobody wants the answer (B-319).
  [[nodiscard]] Response handle(
      const Route& route,
      const Request& request,
      bool rethrow = false,
      const std::atomic<bool>* is_unwanted = nullptr
  );

  /// The answer to a breakdown: 503 when nothing was begun (StoreBusy), else 500. Logged.
  [[nodiscard]] Response breakdown(std::exception_ptr error, const RequestHead& head) const;

  /// An answer is out: counts it. `route` is nullptr where there was none.
  void note_answer(const Route* route, int status, std::chrono::microseconds taken);

  /// Writes down which changes were followed by another request of their caller, for the process
  /// that comes after this one (B-160); nothing when there is nothing new. To be called once a
  /// second, and after the last request. Throws StoreFailure, StoreBusy: the next call tries again.
  void note_followed();

  /// All in one, for tests and the embedded mode: on the writer where the lane is that, else on
  /// this thread.
  [[nodiscard]] Response serve(RequestHead head, std::string body, std::vector<Part> parts = {});

 private:
  void refuse_unless(
      const RequestHead& head, Admission& admission, FunctionRef<Result<Done>()> succeeds
  ) const;
  Response handle_on_writer(const Route& route, const Request& request);

  Env& env_;
  std::unique_ptr<Repeats> repeats_;
  RequestMeter requests_;
  const MetricsReports::Registration report_;
};

}  // namespace allot::http
