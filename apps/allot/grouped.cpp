#include "grouped.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>

namespace allot::app {

namespace {

constexpr auto none = std::string_view::npos;

bool names_one(std::string_view text) {
  return text.find_first_of("0123456789@/") != none;
}

/// `Item # : …` of `Item a name (01a2): …`: the name may hold any words.
std::string without_thing(const std::string& sentence) {
  const auto noun = sentence.find(' ');
  const auto end = sentence.rfind("): ");
  const auto begin = end == none ? none : sentence.rfind(" (", end);
  if (begin == none || noun == none || begin < noun) return sentence;
  return sentence.substr(0, noun) + " # " + sentence.substr(end + 1);
}

/// Without what stands in backticks, where it is a thing's name.
std::string without_quoted(const std::string& sentence) {
  std::string rest;
  std::size_t at = 0;
  for (;;) {
    const auto begin = sentence.find('`', at);
    const auto end = begin == none ? none : sentence.find('`', begin + 1);
    if (end == none) return rest + sentence.substr(at);
    const auto quoted = sentence.substr(begin, end + 1 - begin);
    rest += sentence.substr(at, begin - at) + (names_one(quoted) ? "#" : quoted);
    at = end + 1;
  }
}

/// What a sentence says, whatever things and numbers it names.
std::string likeness_of(const std::string& sentence) {
  const auto said = without_quoted(without_thing(sentence));
  std::string likeness;
  std::istringstream words(said.substr(0, said.find("e.g. ")));
  for (std::string word; words >> word;) likeness += (names_one(word) ? "#" : word) + " ";
  return likeness;
}

}  // namespace

std::string grouped(const std::vector<std::string>& sentences) {
  constexpr std::size_t shown = 3;
  std::vector<std::vector<const std::string*>> groups;
  std::map<std::string, std::size_t> places;
  for (const auto& sentence : sentences) {
    const auto [place, is_new] = places.try_emplace(likeness_of(sentence), groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(&sentence);
  }
  std::string text;
  for (const auto& group : groups) {
    // One that is left out would take a line as well.
    const auto first = group.size() == shown + 1 ? shown + 1 : std::min(group.size(), shown);
    for (std::size_t i = 0; i < first; ++i) text += *group[i] + '\n';
    if (first < group.size()) {
      text += fmt::format("… and {} more like this (--json lists all).\n", group.size() - first);
    }
  }
  return text;
}

}  // namespace allot::app
