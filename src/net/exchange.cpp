#include "net/exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/text.h"

namespace allot::net {

Exchange::Exchange(Env& env, http::Dispatcher& dispatcher, http::RequestHead head)
    : env_(env), dispatcher_(dispatcher) {
  request_.head = std::move(head);
}

void Exchange::admit(bool knows_method, std::optional<std::uint64_t> content_length) {
  if (!knows_method) {
    return refuse({ErrorCode::method_not_allowed, "The method is not known here.", {}});
  }
  admission_ = dispatcher_.admit(request_.head);
  if (admission_.refusal) {
    response_ = std::move(admission_.refusal);
    return;
  }
  route_ = admission_.route;
  body_bytes_max_ = admission_.body_bytes_max;
  drops_body_ = admission_.body == http::BodyKind::none;
  const auto content_type = request_.head.header("content-type");
  const bool is_multipart = to_lower(content_type.substr(0, 10)) == "multipart/";
  if (admission_.body == http::BodyKind::upload && is_multipart) {
    const auto boundary = http::multipart_boundary(content_type);
    if (!boundary) return refuse(boundary.error());
    upload_.emplace(env_.files, *boundary, body_bytes_max_);
    return;
  }
  if (content_length && *content_length > body_bytes_max_) return refuse_too_large();
  if (content_length && !drops_body_)
    body_.reserve(std::min<std::size_t>(*content_length, 1 << 20));
}

bool Exchange::take_body(std::string_view bytes) {
  if (response_) return true;
  body_bytes_ += bytes.size();
  if (!upload_ && body_bytes_ > body_bytes_max_) {
    refuse_too_large();
    return false;
  }
  if (drops_body_) return true;
  if (!upload_) {
    body_ += bytes;
    return true;
  }
  try {
    const auto pushed = upload_->push(bytes);
    if (!pushed) refuse(pushed.error());
  } catch (...) {
    break_down(std::current_exception());
  }
  if (response_) upload_.reset();  // what was spooled goes at once
  return !response_;
}

void Exchange::end_body() {
  if (response_) return;
  try {
    std::vector<http::Part> parts;
    if (upload_) {
      auto finished = upload_->finish();
      upload_.reset();
      if (!finished) return refuse(finished.error());
      parts = *std::move(finished);
    }
    request_ = dispatcher_.assemble(
        std::move(request_.head), std::move(admission_), std::move(body_), std::move(parts)
    );
    is_assembled_ = true;
  } catch (...) {
    break_down(std::current_exception());
  }
}

http::Lane Exchange::lane() const {
  return dispatcher_.lane(*route_, request_);
}

std::chrono::milliseconds Exchange::hold() const {
  return dispatcher_.hold(*route_, request_);
}

void Exchange::run(bool on_writer) {
  response_ = dispatcher_.handle(*route_, request_, on_writer);
}

void Exchange::break_down(std::exception_ptr error) {
  response_ = breakdown(std::move(error));
}

void Exchange::refuse(const Error& error) {
  response_ = http::error_response(error, request_.head.request_id);
}

void Exchange::refuse_too_large() {
  refuse(
      {ErrorCode::too_large,
       fmt::format("The body is over the limit of {} bytes.", body_bytes_max_),
       {}}
  );
}

http::Response Exchange::take_response() {
  return *std::exchange(response_, std::nullopt);
}

const http::RequestHead& Exchange::head() const {
  return request_.head;
}

http::Response Exchange::breakdown(std::exception_ptr error) const {
  return dispatcher_.breakdown(std::move(error), request_.head);
}

void Exchange::log_access(int status, std::uint64_t bytes) const {
  const auto& head = request_.head;
  const auto& user = is_assembled_ ? request_.caller.user : admission_.caller.user;
  const auto taken = std::chrono::steady_clock::now() - begun_;
  log(LogLevel::info,
      "request",
      fmt::format(
          "method={} path={} status={} bytes={} micros={} user={} request={} peer={}",
          http::name_of(head.method),
          printable(std::string_view(head.target).substr(0, head.target.find('?')), 200),
          status,
          bytes,
          std::chrono::duration_cast<std::chrono::microseconds>(taken).count(),
          user.empty() ? "-" : printable(user.text),
          head.request_id,
          head.peer
      ));
}

}  // namespace allot::net
