#include "curl_transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <exception>
#include <mutex>
#include <vector>

#include "allot/errors.h"

namespace allot::inline v1 {

namespace {

void start_library() {
  static const auto outcome = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (outcome != CURLE_OK) throw ConnectionFailed("The HTTP library cannot be started.");
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;
using Form = std::unique_ptr<curl_mime, decltype(&curl_mime_free)>;

/// One transfer, as libcurl's callbacks see it.
struct Transfer {
  const TransportRequest& request;
  CURL* handle;
  TransportResponse response;
  std::exception_ptr thrown;  // by the caller's sink or progress
  bool is_canceled = false;
};

/// Runs `body`; what it throws is kept, since it must not fly through C.
template <class Body>
bool guarded(Transfer& transfer, Body&& body) {
  try {
    body();
    return true;
  } catch (...) {
    transfer.thrown = std::current_exception();
    return false;
  }
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  const std::string_view piece(bytes, size * count);
  long status = 0;
  curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
  const bool is_good = status >= 200 && status < 300;
  const bool went = guarded(transfer, [&] {
    if (is_good && transfer.request.sink) {
      transfer.request.sink(piece);
    } else {
      transfer.response.body += piece;
    }
  });
  return went ? piece.size() : 0;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  const std::string_view line(bytes, size * count);
  if (line.starts_with("HTTP/")) transfer.response.headers.clear();  // after a 100 Continue
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return line.size();
  std::string name(line.substr(0, colon));
  std::ranges::transform(name, name.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  auto value = line.substr(colon + 1);
  while (!value.empty() && std::isspace(static_cast<unsigned char>(value.front())) != 0) {
    value.remove_prefix(1);
  }
  while (!value.empty() && std::isspace(static_cast<unsigned char>(value.back())) != 0) {
    value.remove_suffix(1);
  }
  transfer.response.headers.emplace_back(std::move(name), std::string(value));
  return line.size();
}

int report(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
  auto& transfer = *static_cast<Transfer*>(context);
  const bool went = guarded(transfer, [&] {
    transfer.is_canceled = !transfer.request.progress(static_cast<std::uint64_t>(sent));
  });
  return went && !transfer.is_canceled ? 0 : 1;
}

Form form_of(CURL* handle, const std::vector<FormPart>& parts) {
  Form form(curl_mime_init(handle), curl_mime_free);
  for (const auto& part : parts) {
    auto* field = curl_mime_addpart(form.get());
    curl_mime_name(field, part.name.c_str());
    if (part.file.empty()) {
      curl_mime_data(field, part.text.data(), part.text.size());
    } else if (curl_mime_filedata(field, part.file.c_str()) != CURLE_OK) {
      throw BadRequest(0, "invalid", "The file " + part.file.string() + " cannot be read.");
    }
    if (!part.file_name.empty()) curl_mime_filename(field, part.file_name.c_str());
    if (!part.media_type.empty()) curl_mime_type(field, part.media_type.c_str());
  }
  return form;
}

List list_of(const Headers& headers) {
  List list(nullptr, curl_slist_free_all);
  const auto add = [&](const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    (void)list.release();
    list.reset(longer);
  };
  for (const auto& [name, value] : headers) add(name + ": " + value);
  add("expect:");  // one round trip less
  return list;
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

 private:
  [[noreturn]] void fail(CURLcode outcome, const std::string& why) const {
    if (outcome == CURLE_SSL_CACERT_BADFILE) {
      const auto file = trust_.ca_file.empty() ? std::string("What this machine trusts")
                                               : "`" + trust_.ca_file.string() + "`";
      throw CertificateRefused(
          file + " cannot be read as certificates to trust: " + why +
          ". ca_file, or ALLOT_CA_FILE for the command line, names a PEM file."
      );
    }
    if (outcome != CURLE_PEER_FAILED_VERIFICATION) {
      throw ConnectionFailed("No answer from " + root_url_ + ": " + why + ".");
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
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
    if (request.progress) {
      curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
      curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, report);
      curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
    }
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
    if (idle_.empty()) return {curl_easy_init(), curl_easy_cleanup};
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
