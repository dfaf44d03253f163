#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
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

  /// An answer that goes on, as pieces, each of which comes when it is asked for; then it ends, or
  /// with `breaks_off` breaks. Of a status other than 2xx `head.body` is all.
  struct Stream {
    TransportResponse head{.status = 200, .headers = {}, .body = {}};
    std::vector<std::string> pieces;
    bool breaks_off = false;
  };

  using StreamScript = std::function<Stream(const TransportRequest&, std::size_t number)>;

  /// What `open` answers.
  void stream(StreamScript script) { streams_ = std::move(script); }

  std::unique_ptr<AnswerStream> open(const TransportRequest& request) override {
    class Answer final : public AnswerStream {
     public:
      explicit Answer(Stream stream) : stream_(std::move(stream)) {}

      [[nodiscard]] const TransportResponse& head() const override { return stream_.head; }

      std::optional<std::string> next(std::chrono::milliseconds) override {
        if (at_ < stream_.pieces.size()) return stream_.pieces[at_++];
        if (stream_.breaks_off) throw ConnectionFailed("It broke off.");
        return std::nullopt;
      }

     private:
      const Stream stream_;
      std::size_t at_ = 0;
    };

    std::size_t number = 0;
    {
      const std::scoped_lock lock(mutex_);
      number = asked_.size();
      asked_.push_back(request);
    }
    return std::make_unique<Answer>(streams_(request, number));
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
  StreamScript streams_;
  mutable std::mutex mutex_;
  std::vector<TransportRequest> asked_;
};

inline TransportResponse answered(int status, std::string body = "{}", Headers headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = std::move(body)};
}

}  // namespace allot::sdk_tests
