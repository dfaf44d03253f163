#pragma once

#include <tuple>

#include "domain/entities.h"
#include "store/nouns.h"

namespace allot::conformance {

// Every member of an entity, for comparing. A member that is added and not listed fails to compile.

inline auto fields(const Organization& it) {
  const auto& [a, b, c, d, e] = it;
  return std::tie(a, b, c, d, e);
}

inline auto fields(const User& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k, l] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
}

inline auto fields(const Session& it) {
  const auto& [a, b, c, d, e, f] = it;
  return std::tie(a, b, c, d, e, f);
}

inline auto fields(const OneTimeLink& it) {
  const auto& [a, b, c, d, e, f, g] = it;
  return std::tie(a, b, c, d, e, f, g);
}

inline auto fields(const ApiKey& it) {
  const auto& [a, b, c, d, e, f, g, h, i] = it;
  return std::tie(a, b, c, d, e, f, g, h, i);
}

inline auto fields(const Project& it) {
  const auto& [a, b, c, d, e, f] = it;
  return std::tie(a, b, c, d, e, f);
}

inline auto fields(const Member& it) {
  const auto& [a, b, c, d, e, f, g] = it;
  return std::tie(a, b, c, d, e, f, g);
}

inline auto fields(const Dataset& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
}

inline auto fields(const Recipe& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
}

inline auto fields(const Ontology& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j);
}

inline auto fields(const Item& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
}

inline auto fields(const Annotation& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
}

inline auto fields(const Task& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u);
}

inline auto fields(const Assignment& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k, l] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
}

inline auto fields(const StatusEvent& it) {
  const auto& [a, b, c, d, e, f, g, h] = it;
  return std::tie(a, b, c, d, e, f, g, h);
}

inline auto fields(const Command& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j);
}

/// Less the assignments, which are compared one by one.
inline auto fields(const Operation& it) {
  const auto& [a, b, c, d, e, f, emptied, g, h, i, j] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j);
}

inline auto fields(const Event& it) {
  const auto& [a, b, c, d, e, f] = it;
  return std::tie(a, b, c, d, e, f);
}

inline auto fields(const Journal::KeptAnswer& it) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k, l] = it;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
}

/// `EXPECT_TRUE(is_same(found, user))`.
template <class T>
bool is_same(const T& a, const T& b) {
  return fields(a) == fields(b);
}

template <class T>
bool is_same(const std::optional<T>& a, const T& b) {
  return a && fields(*a) == fields(b);
}

/// The ids of a list, for its order.
template <class T>
auto ids_of(const std::vector<T>& list) {
  std::vector<decltype(T::id)> ids;
  for (const auto& it : list) ids.push_back(it.id);
  return ids;
}

}  // namespace allot::conformance
