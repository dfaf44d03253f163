#pragma once

#include <curl/curl.h>

#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "allot/transport.h"

namespace allot::inline v1 {

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

/// Has the transfer's handle give what comes to the transfer, and ask it how far to go.
void attach(Transfer& transfer);

[[nodiscard]] Form form_of(CURL* handle, const std::vector<FormPart>& parts);
[[nodiscard]] List list_of(const Headers& headers);

}  // namespace allot::inline v1
