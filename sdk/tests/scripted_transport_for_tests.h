#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "allot/errors.h"
#include "allot/transport.h"

namespace allot::sdk_tests {

/// Answers as a function of the test says, and remembers what it was asked. Thread-safe.
class ScriptedTransport final : public Transport {
 public:
  /// The answer to the request of that number, from 0; may throw what transports throw.
  using Script = std::function<TransportResponse(const TransportRequest&, std::size_t number)>;

  explicit ScriptedTransport(Script script) : script_(std::move(script)) {}

  TransportResponse send(const TransportRequest& request) override {
    std::size_t number = 0;
    {
      const std::scoped_lock lock(mutex_);
      number = asked_.size();
      asked_.push_back(request);
    }
    return script_(request, number);
  }

  [[nodiscard]] std::vector<TransportRequest> asked() const {
    const std::scoped_lock lock(mutex_);
    return asked_;
  }

  /// A header of each request; "" where it is absent.
  [[nodiscard]] std::vector<std::string> headers(const std::string& name) const {
    std::vector<std::string> found;
    for (const auto& request : asked()) {
      found.emplace_back();
      for (const auto& [key, value] : request.headers) {
        if (key == name) found.back() = value;
      }
    }
    return found;
  }

 private:
  const Script script_;
  mutable std::mutex mutex_;
  std::vector<TransportRequest> asked_;
};

inline TransportResponse answered(int status, std::string body = "{}", Headers headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

}  // namespace allot::sdk_tests
