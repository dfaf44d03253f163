#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace allot::inline v1 {

/// A call did not do what it says. `what()` is one sentence for a person.
/// Source: docs/spec/errors.md, api/errors.md.
class Error : public std::runtime_error {
 public:
  Error(int status, std::string code, const std::string& message, std::string request_id = {})
      : std::runtime_error(message),
        status_(status),
        code_(std::move(code)),
        request_id_(std::move(request_id)) {}

  /// The HTTP status; 0 when there was no answer.
  [[nodiscard]] int status() const { return status_; }

  /// For programs, e.g. "not_found"; they do not change once released.
  [[nodiscard]] const std::string& code() const { return code_; }

  /// Names the request in the server's log; "" when there was no answer.
  [[nodiscard]] const std::string& request_id() const { return request_id_; }

 private:
  int status_;
  std::string code_;
  std::string request_id_;
};

/// 400: malformed input; the sentence names the field.
class BadRequest : public Error {
  using Error::Error;
};

/// 401: no credentials, or revoked ones.
class Unauthorized : public Error {
  using Error::Error;
};

/// The token has expired and cannot be renewed; sign in again. No request was sent.
class TokenExpired : public Unauthorized {
  using Unauthorized::Unauthorized;
};

/// Nobody was signed in: a wrong address or password, a token that the server refuses (status 401),
/// or nobody who came to the sign-in page in time (status 0). Whoever was signed in before still
/// is.
class SignInFailed : public Unauthorized {
  using Unauthorized::Unauthorized;
};

/// 403: the person may not.
class Forbidden : public Error {
  using Error::Error;
};

/// 404: absent, or not visible to the person. Also: no thing of that name.
class NotFound : public Error {
  using Error::Error;
};

/// Several things have the name by which one was asked for; ask by id.
class Ambiguous : public Error {
 public:
  Ambiguous(const std::string& message, std::vector<std::string> ids)
      : Error(0, "ambiguous", message), ids_(std::move(ids)) {}

  /// Of the things of that name.
  [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }

 private:
  std::vector<std::string> ids_;
};

/// 409: the state forbids it now. PlanChanged (plans.h) is one of these.
class Conflict : public Error {
  using Error::Error;
};

/// 410: events are asked for behind one that is no longer kept; look at everything anew.
class Gone : public Error {
  using Error::Error;
};

/// A command ended badly: it failed, was aborted, or ran out of time.
class FailedDependency : public Error {
  using Error::Error;
};

/// 5xx: the server's fault. After 503 the call was tried again before this was thrown.
class InternalServerError : public Error {
  using Error::Error;
};

/// No answer came, although the call was tried again: refused, timed out, cut off.
class ConnectionFailed : public Error {
 public:
  explicit ConnectionFailed(const std::string& message) : ConnectionFailed("no_answer", message) {}

 protected:
  ConnectionFailed(const std::string& code, const std::string& message) : Error(0, code, message) {}
};

/// The server's certificate is not to be believed, or what tells whom to believe cannot be read;
/// asking again would not change it.
class CertificateRefused : public ConnectionFailed {
 public:
  explicit CertificateRefused(const std::string& message)
      : ConnectionFailed("certificate_refused", message) {}
};

/// The caller's `Cancellation` was asked to stop. A change may or may not have happened.
class Canceled : public Error {
 public:
  Canceled() : Error(0, "canceled", "The call was canceled.") {}
};

}  // namespace allot::inline v1
