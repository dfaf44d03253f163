#include "net/exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "net/peers.h"

namespace allot::net {

namespace {

/// A change is known again by its body, whether or not it is read (B-160, B-297).
bool only_reads(http::Method method) {
  using enum http::Method;
  return method == get || method == head || method == options;
}

}  // namespace

Exchange::Exchange(
    Env& env,
    http::Dispatcher& dispatcher,
    Budget& body_memory,
    const Options& options,
    http::RequestHead head
)
    : env_(env), dispatcher_(dispatcher), options_(options), memory_(body_memory) {
  request_.head = std::move(head);
}

void Exchange::find_route(bool knows_method) {
  if (!knows_method) {
    return refuse({ErrorCode::method_not_allowed, "The method is not known here.", {}});
  }
  admission_ = dispatcher_.find(request_.head);
  route_ = admission_.route;
  if (admission_.refusal) response_ = std::move(admission_.refusal);
}

bool Exchange::needs_caller() const {
  return !response_ && http::Dispatcher::needs_caller(admission_);
}

void Exchange::identify() {
  dispatcher_.identify(request_.head, admission_);
  if (admission_.refusal) response_ = std::move(admission_.refusal);
}

void Exchange::admit(std::optional<std::uint64_t> content_length) {
  if (response_) return;
  body_bytes_max_ = admission_.body_bytes_max;
  drops_body_ = admission_.body == http::BodyKind::none && only_reads(request_.head.method);
  const auto content_type = request_.head.header("content-type");
  const bool is_multipart = to_lower(content_type.substr(0, 10)) == "multipart/";
  if (admission_.body == http::BodyKind::upload && is_multipart) {
    const auto boundary = http::multipart_boundary(content_type);
    if (!boundary) return refuse(boundary.error());
    upload_.emplace(env_.files, *boundary, body_bytes_max_);
    return;
  }
  if (!content_length) return;
  if (*content_length > body_bytes_max_) return refuse_too_large();
  if (drops_body_ || *content_length > options_.body_in_memory_max) return;
  if (!memory_.grow_to(*content_length)) return refuse_for_memory();
  body_.reserve(*content_length);
}

bool Exchange::take_body(std::string_view bytes) {
  body_bytes_ += bytes.size();
  if (response_) return true;
  if (is_over_limit()) {
    refuse_too_large();
    return false;
  }
  if (drops_body_) return true;
  try {
    upload_ ? push_upload(bytes) : keep_bytes(bytes);
  } catch (...) {
    break_down(std::current_exception());
  }
  if (!response_) return true;
  // What was spooled goes at once.
  upload_.reset();
  spool_.reset();
  return false;
}

bool Exchange::is_over_limit() const {
  return !upload_ && body_bytes_ > body_bytes_max_;
}

void Exchange::keep_bytes(std::string_view bytes) {
  if (!spool_ && body_.size() + bytes.size() > options_.body_in_memory_max) {
    spool_ = env_.files.spool();
    spool_->append(body_);
    body_ = {};
    memory_.release();
  }
  if (spool_) return spool_->append(bytes);
  if (!memory_.grow_to(body_.size() + bytes.size())) return refuse_for_memory();
  body_ += bytes;
}

void Exchange::push_upload(std::string_view bytes) {
  const auto pushed = upload_->push(bytes);
  if (!pushed) return refuse(pushed.error());
  if (!memory_.grow_to(upload_->field_bytes())) refuse_for_memory();
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
    auto body = spool_ ? http::Body(std::exchange(spool_, nullptr)->finish())
                       : http::Body(std::move(body_));
    request_ = dispatcher_.assemble(
        std::move(request_.head), std::move(admission_), std::move(body), std::move(parts)
    );
    is_assembled_ = true;
  } catch (...) {
    break_down(std::current_exception());
  }
}

std::string Exchange::share() const {
  const auto& caller = is_assembled_ ? request_.caller : admission_.caller;
  return caller.is_anonymous() ? "from " + customer_of(request_.head.peer) : caller.user.text;
}

bool Exchange::is_for_slow_lane() const {
  return route_ != nullptr && route_->lane == http::Lane::slow;
}

http::Lane Exchange::lane() const {
  return dispatcher_.lane(*route_, request_);
}

bool Exchange::may_be_held() const {
  return route_->hold != nullptr;
}

void Exchange::find_hold() {
  hold_ = dispatcher_.hold(*route_, request_);
}

Scope Exchange::scope(const Transaction& tx) const {
  return http::Dispatcher::scope(*route_, request_, tx);
}

void Exchange::run(bool on_writer) {
  response_ = dispatcher_.handle(*route_, request_, on_writer, &is_unwanted_);
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

void Exchange::refuse_for_memory() {
  refuse(
      {ErrorCode::unavailable,
       "The server holds as much of other requests as it may; try again in a moment.",
       {}}
  );
}

Exchange::Compression Exchange::compression() {
  constexpr std::size_t quick_bytes_max = 64 * 1024;
  if (!coding_) {
    const bool may = is_compressible(*response_);
    coding_ = may ? choose_coding(request_.head.header("accept-encoding")) : Coding::identity;
    if (may) response_->with("vary", "accept-encoding");
  }
  if (is_coded_ || *coding_ == Coding::identity) return Compression::none;
  const auto size = std::get<std::string>(response_->body).size();
  return size <= quick_bytes_max ? Compression::quick : Compression::long_;
}

void Exchange::compress_answer() {
  if (compression() == Compression::none) return;
  is_coded_ = true;
  try {
    compress(*response_, *coding_);
  } catch (const std::exception& error) {
    log(LogLevel::error, "answer_not_compressed", {{"reason", error.what()}});
  }
}

const http::EventReading* Exchange::event_reading() const {
  if (request_.head.method == http::Method::head) return nullptr;
  const auto* stream = std::get_if<http::EventStream>(&response_->body);
  return stream == nullptr ? nullptr : stream->reading.get();
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

void Exchange::note_answer(int status, std::uint64_t bytes) const {
  const auto& head = request_.head;
  const auto& user = is_assembled_ ? request_.caller.user : admission_.caller.user;
  const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begun_
  );
  dispatcher_.note_answer(route_, status, taken);
  if (!logs(LogLevel::info)) return;
  const LogRequest request(head.request_id);
  log(LogLevel::info,
      "request",
      {{"method", http::name_of(head.method)},
       {"path", printable(std::string_view(head.target).substr(0, head.target.find('?')), 200)},
       {"status", status},
       {"bytes", bytes},
       {"micros", taken.count()},
       {"user", user.empty() ? "-" : printable(user.text)},
       {"peer", head.peer}});
}

}  // namespace allot::net
