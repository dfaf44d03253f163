#pragma once

#include <curl/curl.h>

#include <stdexcept>
#include <string>

namespace allot::history {

/// One connection that is kept.
class Connection {
 public:
  explicit Connection(const std::string& bearer) {
    headers_ = curl_slist_append(headers_, ("Authorization: " + bearer).c_str());
    headers_ = curl_slist_append(headers_, "Content-Type: application/json");
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &append);
  }

  ~Connection() {
    curl_easy_cleanup(curl_);
    curl_slist_free_all(headers_);
  }

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  struct Answered {
    long status = 0;
    std::string body;
  };

  Answered send(const std::string& method, const std::string& url, const std::string& body) {
    Answered answered;
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body.c_str());
    if (method == "GET") curl_easy_setopt(curl_, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &answered.body);
    if (const auto code = curl_easy_perform(curl_); code != CURLE_OK) {
      throw std::runtime_error(curl_easy_strerror(code));
    }
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &answered.status);
    return answered;
  }

 private:
  static std::size_t append(char* bytes, std::size_t, std::size_t count, void* body) {
    static_cast<std::string*>(body)->append(bytes, count);
    return count;
  }

  CURL* curl_ = curl_easy_init();
  curl_slist* headers_ = nullptr;
};

}  // namespace allot::history
