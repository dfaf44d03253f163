#include "commands/own_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace allot::cli {

namespace {

struct Member {
  std::string_view name;                // of a request, whole, or without what is below it
  std::vector<std::string_view> words;  // that it may be made of; the first one that a verb takes
};

const std::vector<Member> members{
    {"workload", {"--assign", "SHARES"}},
    {"assigneeId", {"--assign", "SHARES", "PERSON"}},
    {"annotator", {"PERSON"}},
    {"email", {"ADDRESS", "PERSON"}},
    {"role", {"--role"}},
    {"name", {"NAME", "--name"}},
    {"taskName", {"NAME", "--name"}},
    {"taskOwner", {"--owner"}},
    {"owner", {"--owner"}},
    {"dueDate", {"--due"}},
    {"priority", {"--priority"}},
    {"status", {"--status", "STATUS"}},
    {"query", {"--filter"}},
    {"filter", {"--filter"}},
    {"labels", {"--label", "--add"}},
    {"labelsNode", {"--label", "--add"}},
    {"tag", {"--label", "--add"}},
    {"filename", {"--path"}},
    {"path", {"--to"}},
    {"items", {"ITEM", "--filter"}},
    {"metadata.system.batchSize", {"--batch"}},
    {"metadata.system.maxBatchWorkload", {"--max"}},
    {"metadata.system.batchIdleMinutes", {"--idle"}},
    {"metadata.system.allowedAssignees", {"--pull"}},
    {"tz", {"--tz"}},
    {"days", {"--days"}},
    {"batchSize", {"--batch"}},
    {"assignees", {"--add", "--remove"}},
};

/// "" when none of the words stands for it.
std::string_view word_for(std::string_view name, const std::vector<std::string>& words) {
  const auto member = std::ranges::find(members, name, &Member::name);
  if (member == members.end()) return {};
  for (const auto word : member->words) {
    if (std::ranges::find(words, word) != words.end()) return word;
  }
  return {};
}

/// Shares are what the word is of, so they are not said twice: "`--assign` must add up to 100".
std::string_view without_loads(std::string_view text, std::string_view member) {
  constexpr std::string_view loads = "The loads of ";
  if (member == "workload" && text.ends_with(loads)) text.remove_suffix(loads.size());
  return text;
}

/// " (number 1)" of `workload[0].load`, since people count from one.
std::string number_in(std::string_view text) {
  const auto bracket = text.find('[');
  if (bracket == std::string_view::npos) return {};
  std::size_t index = 0;
  const auto [end, error] =
      std::from_chars(text.data() + bracket + 1, text.data() + text.size(), index);
  return error == std::errc{} ? fmt::format(" (number {})", index + 1) : std::string();
}

}  // namespace

std::string in_own_words(const std::string& sentence, const std::vector<std::string>& words) {
  std::string out;
  std::string_view rest = sentence;
  for (;;) {
    const auto begin = rest.find('`');
    const auto end = begin == std::string_view::npos ? begin : rest.find('`', begin + 1);
    if (end == std::string_view::npos) return out += rest;
    const auto quoted = rest.substr(begin + 1, end - begin - 1);
    auto word = word_for(quoted, words);
    if (word.empty()) word = word_for(quoted.substr(0, quoted.find_first_of("[.")), words);
    const auto before = rest.substr(0, begin);
    out += word.empty() ? before : without_loads(before, quoted);
    out +=
        word.empty() ? fmt::format("`{}`", quoted) : fmt::format("`{}`{}", word, number_in(quoted));
    rest.remove_prefix(end + 1);
  }
}

}  // namespace allot::cli
