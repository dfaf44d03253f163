#include "curl_stream.h"

#include <curl/curl.h>

#include <utility>

#include "allot/errors.h"

namespace allot::inline v1 {

namespace {

constexpr std::chrono::milliseconds look_every{200};

}  // namespace

CurlStream::CurlStream(const TransportRequest& request, Fail fail)
    : request_(request),
      fail_(std::move(fail)),
      handle_(curl_easy_init()),
      headers_(list_of(request_.headers)),
      transfer_{.request = request_, .handle = handle_.get(), .response = {}, .thrown = {}},
      multi_(curl_multi_init()),
      reason_(CURL_ERROR_SIZE) {}

void CurlStream::FreeMulti::operator()(void* multi) const {
  curl_multi_cleanup(multi);
}

CurlStream::~CurlStream() {
  curl_multi_remove_handle(multi_.get(), handle_.get());
}

void CurlStream::begin() {
  curl_easy_setopt(handle_.get(), CURLOPT_ERRORBUFFER, reason_.data());
  curl_multi_add_handle(multi_.get(), handle_.get());
  long status = 0;
  const auto is_refused = [&] { return status != 0 && (status < 200 || status > 299); };
  // The body's first bytes tell that the head is whole; an answer that goes on has some at once.
  while (!has_ended_ && (transfer_.response.body.empty() || is_refused())) {
    work(look_every);
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  }
  head_.status = static_cast<int>(status);
  head_.headers = transfer_.response.headers;
  if (is_refused()) head_.body = std::exchange(transfer_.response.body, {});
}

std::optional<std::string> CurlStream::next(std::chrono::milliseconds wait) {
  if (transfer_.response.body.empty() && !has_ended_) work(wait);
  if (transfer_.response.body.empty() && has_ended_) return std::nullopt;
  return std::exchange(transfer_.response.body, {});
}

void CurlStream::work(std::chrono::milliseconds wait) {
  int running = 0;
  curl_multi_perform(multi_.get(), &running);
  if (running > 0 && transfer_.response.body.empty()) {
    curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
    curl_multi_perform(multi_.get(), &running);
  }
  int left = 0;
  const auto* const message = curl_multi_info_read(multi_.get(), &left);
  if (message == nullptr || message->msg != CURLMSG_DONE) return;
  has_ended_ = true;
  if (transfer_.thrown) std::rethrow_exception(transfer_.thrown);
  if (transfer_.is_canceled) throw Canceled();
  const auto outcome = message->data.result;
  if (outcome == CURLE_OK) return;
  fail_(outcome, reason_[0] != '\0' ? reason_.data() : curl_easy_strerror(outcome));
}

}  // namespace allot::inline v1
