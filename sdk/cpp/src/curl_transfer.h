#pragma once

#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "allot/transport.h"

// libcurl's own, whose header stays in the .cpp files.
struct curl_slist;
struct curl_mime;

namespace allot::inline v1 {

struct FreeHandle {
  void operator()(void* handle) const;
};

struct FreeList {
  void operator()(curl_slist* list) const;
};

struct FreeForm {
  void operator()(curl_mime* form) const;
};

using Handle = std::unique_ptr<void, FreeHandle>;  // a CURL*
using List = std::unique_ptr<curl_slist, FreeList>;
using Form = std::unique_ptr<curl_mime, FreeForm>;

/// One transfer, as libcurl's callbacks see it.
struct Transfer {
  const TransportRequest& request;
  void* handle;
  TransportResponse response;
  std::exception_ptr thrown;  // by the caller's sink or progress
  bool is_canceled = false;
};

/// Has the transfer's handle give what comes to the transfer, and ask it how far to go.
void attach(Transfer& transfer);

[[nodiscard]] Form form_of(void* handle, const std::vector<FormPart>& parts);
[[nodiscard]] List list_of(const Headers& headers);

}  // namespace allot::inline v1
