#include "curl_transport.h"

#include <curl/curl.h>

#include <exception>
#include <mutex>
#include <vector>

#include "allot/errors.h"
#include "curl_stream.h"
#include "curl_transfer.h"

namespace allot::inline v1 {

namespace {

void start_library() {
  static const auto outcome = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (outcome != CURLE_OK) throw ConnectionFailed("The HTTP library cannot be started.");
}

/// ": No route to host", or "" where the library says no more than that it could not connect, at
/// length.
std::string reason_in(const std::string& why) {
  if (!why.starts_with("Failed to connect to ")) return ": " + why;
  const auto colon = why.rfind(": ");
  const bool says_more =
      colon != std::string::npos && why.find("connect to server", colon) == std::string::npos;
  return says_more ? why.substr(colon) : "";
}

class CurlTransport final : public Transport {
 public:
  CurlTransport(std::string root_url, TlsTrust trust, std::chrono::milliseconds timeout)
      : root_url_(std::move(root_url)), trust_(std::move(trust)), timeout_(timeout) {
    start_library();
  }

  TransportResponse send(const TransportRequest& request) override {
    auto handle = take_handle();
    Transfer transfer{.request = request, .handle = handle.get(), .response = {}, .thrown = {}};
    const auto form = form_of(handle.get(), request.form);
    const auto headers = list_of(request.headers);
    set_up(transfer, headers.get(), form.get());
    char reason[CURL_ERROR_SIZE] = {};
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, reason);
    const auto outcome = curl_easy_perform(handle.get());
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, nullptr);
    if (transfer.thrown) std::rethrow_exception(transfer.thrown);
    if (transfer.is_canceled) throw Canceled();
    if (outcome != CURLE_OK) {
      fail(outcome, reason[0] != '\0' ? reason : curl_easy_strerror(outcome));
    }
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<int>(status);
    give_back(std::move(handle));
    return std::move(transfer.response);
  }

  std::unique_ptr<AnswerStream> open(const TransportRequest& request) override {
    auto stream = std::make_unique<CurlStream>(
        request, [this](int outcome, const std::string& why) { fail(outcome, why); }
    );
    set_up(stream->transfer(), stream->headers(), nullptr);
    stream->begin();
    return stream;
  }

 private:
  [[noreturn]] void fail(int outcome, const std::string& why) const {
    if (outcome == CURLE_SSL_CACERT_BADFILE) {
      const auto file = trust_.ca_file.empty() ? std::string("What this machine trusts")
                                               : "`" + trust_.ca_file.string() + "`";
      throw CertificateRefused(
          file + " cannot be read as certificates to trust: " + why +
          ". ca_file, or ALLOT_CA_FILE for the command line, names a PEM file."
      );
    }
    if (outcome != CURLE_PEER_FAILED_VERIFICATION) {
      throw ConnectionFailed("No answer from " + root_url_ + reason_in(why) + ".");
    }
    throw CertificateRefused(
        "The certificate of " + root_url_ + " is not trusted: " + why +
        ". If that is for who signed it: ca_file, or ALLOT_CA_FILE for the command line, names a"
        " file of certificates to trust."
    );
  }

  void set_up(Transfer& transfer, curl_slist* headers, curl_mime* form) const {
    auto* const handle = transfer.handle;
    const auto& request = transfer.request;
    curl_easy_setopt(handle, CURLOPT_URL, (root_url_ + request.target).c_str());
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);  // a thing may be named ".."
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, trust_.verify ? 1L : 0L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, trust_.verify ? 2L : 0L);
    if (!trust_.ca_file.empty()) {
      curl_easy_setopt(handle, CURLOPT_CAINFO, trust_.ca_file.c_str());
      curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    }
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
    // Nothing for so long is a time-out; a long transfer that moves is none.
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(timeout_.count() / 1000));
    attach(transfer);
    if (!request.form.empty()) {
      curl_easy_setopt(handle, CURLOPT_MIMEPOST, form);
    } else if (request.method != "GET") {
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
      curl_easy_setopt(
          handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size())
      );
    }
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }

  Handle take_handle() {
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) return Handle(curl_easy_init());
    auto handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }

  /// The connection stays open in it; the options go.
  void give_back(Handle handle) {
    curl_easy_reset(handle.get());
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(handle));
  }

  const std::string root_url_;
  const TlsTrust trust_;
  const std::chrono::milliseconds timeout_;
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

}  // namespace

std::shared_ptr<Transport> make_curl_transport(
    std::string root_url, TlsTrust trust, std::chrono::milliseconds timeout
) {
  return std::make_shared<CurlTransport>(std::move(root_url), std::move(trust), timeout);
}

}  // namespace allot::inline v1
