#pragma once

// What the tests of pages share: a browser without sockets, which keeps one cookie.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/record_for_tests.h"
#include "support/world.h"

namespace allot::http::test {

struct Shown {
  int status = 0;
  Headers headers;
  std::string body;

  /// The first value; "" when absent.
  [[nodiscard]] std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return "";
  }

  [[nodiscard]] bool says(std::string_view text) const {
    return body.find(text) != std::string::npos;
  }

  [[nodiscard]] bool has_token() const { return says("eyJ"); }
};

using Form = std::vector<std::pair<std::string, std::string>>;

class Browser {
 public:
  explicit Browser(Env& env) : dispatcher_(env) {}

  Shown get(std::string target) { return send(Method::get, std::move(target), {}, {}); }

  Shown post(std::string target, const Form& form) {
    std::string body;
    for (const auto& [name, value] : form) body += name + "=" + encoded(value) + "&";
    return send(
        Method::post, std::move(target), std::move(body), "application/x-www-form-urlencoded"
    );
  }

  Shown post_json(std::string target, std::string body) {
    return send(Method::post, std::move(target), std::move(body), "application/json");
  }

  /// Signs in without a callback.
  Shown sign_in(std::string_view name) {
    return post(
        "/login", {{"email", std::string(name) + "@example.org"}, {"password", "correct horse"}}
    );
  }

  std::string cookie;  // as the browser would send it
  std::string site;    // what it says of where a form came from; "" for nothing
  std::string origin;  // the same in the other header
  std::string host = "allot.test";

 private:
  static std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
    return out;
  }

  Shown send(Method method, std::string target, std::string body, std::string type) {
    RequestHead head{
        .method = method,
        .target = std::move(target),
        .headers = {{"content-type", std::move(type)}},
        .peer = "192.0.2.7",
        .request_id = "test"
    };
    if (!cookie.empty()) head.headers.emplace_back("cookie", "theme=dark; " + cookie);
    head.headers.emplace_back("host", host);
    if (!origin.empty()) head.headers.emplace_back("origin", origin);
    if (!site.empty()) head.headers.emplace_back("sec-fetch-site", site);
    auto response = serve_recorded(dispatcher_, std::move(head), std::move(body));
    Shown shown{
        .status = response.status,
        .headers = std::move(response.headers),
        .body = std::get<std::string>(std::move(response.body))
    };
    if (const auto set = shown.header("set-cookie"); !set.empty()) {
      keep(set.substr(0, set.find(';')));
    }
    return shown;
  }

  /// In the place of one of that name.
  void keep(const std::string& set) {
    const auto name = set.substr(0, set.find('=') + 1);
    std::string kept = set;
    std::string_view rest = cookie;
    while (!rest.empty()) {
      const auto one = rest.substr(0, rest.find("; "));
      rest.remove_prefix(std::min(one.size() + 2, rest.size()));
      if (!one.starts_with(name)) kept.append("; ").append(one);
    }
    cookie = kept;
  }

  Dispatcher dispatcher_;
};

/// The same server, told other settings.
inline Env with_settings(Env& env, const Settings& settings) {
  return {
      env.store,
      env.files,
      env.clock,
      env.random,
      env.ids,
      settings,
      env.tokens,
      env.throttle,
      env.password_cost,
      env.meters,
      env.in_use,
      env.streams
  };
}

}  // namespace allot::http::test
