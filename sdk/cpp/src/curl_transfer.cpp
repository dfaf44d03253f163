#include "curl_transfer.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>

#include "allot/errors.h"

namespace allot::inline v1 {

namespace {

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

}  // namespace

void FreeHandle::operator()(void* handle) const {
  curl_easy_cleanup(handle);
}

void FreeList::operator()(curl_slist* list) const {
  curl_slist_free_all(list);
}

void FreeForm::operator()(curl_mime* form) const {
  curl_mime_free(form);
}

void attach(Transfer& transfer) {
  auto* const handle = transfer.handle;
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
  if (!transfer.request.progress) return;
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, report);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
}

Form form_of(void* handle, const std::vector<FormPart>& parts) {
  Form form(curl_mime_init(handle));
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
  List list;
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

}  // namespace allot::inline v1
