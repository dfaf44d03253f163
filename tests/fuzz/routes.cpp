#include <fmt/format.h>
#include <openssl/crypto.h>

#include <optional>

#include "base/text.h"
#include "fuzz/targets.h"
#include "http/route_scene_for_tests.h"

namespace allot::fuzz {

namespace {

using http::test::Scene;

constexpr std::string_view divider = "\n--\n";
constexpr std::size_t requests_max = 6;

struct Asked {
  http::Method method;
  std::string target;
  std::string body;
};

/// `POST /datasets/{dataset}/query`, and the body from the next line on.
std::optional<Asked> parse_request(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto method = http::parse_method(line.substr(0, space));
  if (!method) return std::nullopt;
  return Asked{
      .method = *method,
      .target = std::string(line.substr(space + 1)),
      .body = std::string(text.substr(std::min(line.size() + 1, text.size())))
  };
}

std::vector<Asked> parse_requests(std::string_view text) {
  std::vector<Asked> all;
  while (all.size() < requests_max) {
    const auto end = text.find(divider);
    if (auto asked = parse_request(text.substr(0, end))) all.push_back(*std::move(asked));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + divider.size());
  }
  return all;
}

/// Making a scene takes longer than most requests: one serves as long as nothing was done in it.
/// OpenSSL begins before it and so ends after it (asked for nothing it would not begin); what it
/// keeps for the scene's threads would not be freed otherwise.
std::optional<Scene>& kept_scene() {
  static const int has_begun = OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CRYPTO_STRINGS, nullptr);
  require(has_begun == 1, "OpenSSL begins");
  static std::optional<Scene> scene;
  return scene;
}

std::string seed_of(const http::test::Example& example) {
  return fmt::format("{} {}\n{}", http::name_of(example.method), example.path, example.body);
}

}  // namespace

void routes(std::string_view bytes) {
  auto& scene = kept_scene();
  bool is_used = false;
  for (const auto& asked : parse_requests(bytes)) {
    if (!scene) scene.emplace(Standing::owner);
    const auto answer =
        scene->send({.method = asked.method, .path = asked.target, .body = asked.body});
    require(answer.status != 500, "500 to " + asked.target);
    const bool is_archive = answer.media_type == "application/zip";
    require(is_archive || is_utf8(answer.body), "no UTF-8 is the answer to " + asked.target);
    is_used = is_used || (asked.method != http::Method::get && answer.status < 300);
  }
  if (is_used) scene.reset();
}

std::vector<std::string> seeds_of_routes() {
  std::vector<std::string> seeds;
  for (const auto& example : http::test::examples) {
    if (!example.sends_file) seeds.push_back(seed_of(example));
  }
  return seeds;
}

}  // namespace allot::fuzz
