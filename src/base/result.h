#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"

namespace allot {

/// What a client can act on. The wire name is the enumerator's (api/errors.md); the status is
/// decided in http/error_response.cpp.
enum class ErrorCode {
  invalid,                // malformed or forbidden input: 400
  unauthorized,           // no, bad or revoked credentials: 401
  forbidden,              // the caller may not: 403
  not_found,              // absent, or not visible to the caller: 404
  method_not_allowed,     // the path is known, the method is not: 405
  timed_out,              // reading took too long and was given up: 408
  conflict,               // the state forbids it now: 409
  plan_changed,           // 409, the previewed plan no longer holds; `plan` in the body
  not_undoable,           // 409, no undo takes back what this operation did
  key_reused,             // 409, an Idempotency-Key came back with another body
  gone,                   // what is asked for was kept once, and is no more: 410
  too_large,              // over a limit: 413
  range_not_satisfiable,  // 416
  internal,               // our fault: 500
  unavailable,            // nothing was begun, try again: 503
};

struct FieldError {
  std::string path;    // e.g. "workload[1].load"
  std::string reason;  // e.g. "must be a number"
  bool operator==(const FieldError&) const = default;
};

/// `message` is one sentence for a person; it names the field and the reason.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
  std::vector<FieldError> fields;
  bool operator==(const Error&) const = default;
};

/// Wraps an error on its way into a Result, as C++23's std::unexpected does.
struct Unexpected {
  Error error;
};

[[nodiscard]] inline Unexpected fail(ErrorCode code, std::string message) {
  return {Error{.code = code, .message = std::move(message), .fields = {}}};
}

/// An `invalid` error about one field: "<path>: <reason>" is not how it reads, so give the sentence
/// too.
[[nodiscard]] inline Unexpected invalid_field(
    std::string path, std::string reason, std::string message
) {
  return {Error{
      .code = ErrorCode::invalid,
      .message = std::move(message),
      .fields = {{std::move(path), std::move(reason)}}
  }};
}

/// The same with the sentence made of both: "`workload` must not be empty."
[[nodiscard]] inline Unexpected invalid_field(std::string path, std::string reason) {
  auto message = "`" + path + "` " + reason + ".";
  return invalid_field(std::move(path), std::move(reason), std::move(message));
}

/// Nothing to say but that it went well.
struct Done {
  bool operator==(const Done&) const = default;
};

/// A value or the error that a client will see. The names are those of C++23's std::expected.
template <class T = Done>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result()
    requires std::is_default_constructible_v<T>
      : content_(std::in_place_index<0>) {}

  template <class U = T>
    requires(std::is_convertible_v<U &&, T> && !std::is_same_v<std::remove_cvref_t<U>, Result> && !std::is_same_v<std::remove_cvref_t<U>, Unexpected>)
  Result(U&& value) : content_(std::in_place_index<0>, std::forward<U>(value)) {}

  Result(Unexpected unexpected) : content_(std::in_place_index<1>, std::move(unexpected.error)) {}

  [[nodiscard]] bool has_value() const { return content_.index() == 0; }

  explicit operator bool() const { return has_value(); }

  T& value() & {
    CHECK(has_value());
    return std::get<0>(content_);
  }

  const T& value() const& {
    CHECK(has_value());
    return std::get<0>(content_);
  }

  T&& value() && {
    CHECK(has_value());
    return std::get<0>(std::move(content_));
  }

  T& operator*() & { return value(); }

  const T& operator*() const& { return value(); }

  T&& operator*() && { return std::move(*this).value(); }

  T* operator->() { return &value(); }

  const T* operator->() const { return &value(); }

  const Error& error() const& {
    CHECK(!has_value());
    return std::get<1>(content_);
  }

  Error&& error() && {
    CHECK(!has_value());
    return std::get<1>(std::move(content_));
  }

  template <class U>
  T value_or(U&& otherwise) const& {
    return has_value() ? value() : static_cast<T>(std::forward<U>(otherwise));
  }

 private:
  std::variant<T, Error> content_;
};

}  // namespace allot

/// Gives the value, or returns the error from the calling function: `const auto task =
/// TRY(get(id));`
#define TRY(expression) ALLOT_TRY_NUMBERED(expression, __COUNTER__)

// The counter gives nested uses distinct names.
#define ALLOT_TRY_NUMBERED(expression, number) ALLOT_TRY_NAMED(expression, number)
#define ALLOT_TRY_NAMED(expression, number)                               \
  __extension__({                                                         \
    auto try_result_##number = (expression);                              \
    if (!try_result_##number.has_value())                                 \
      return ::allot::Unexpected{std::move(try_result_##number).error()}; \
    std::move(try_result_##number).value();                               \
  })
