#pragma once

#include <vector>

#include "domain/ledger.h"

namespace allot {

/// Changes the share that has `rank` ones before it.
template <class Change>
void change_share(Ledger& ledger, std::size_t rank, Change change) {
  ledger.shares.change(ledger.shares.at(rank).assignment, change);
}

/// Takes out the shares that hold nothing, as use cases do after a move (B-101).
inline void drop_empty_shares(Ledger& ledger) {
  const auto shares = ledger.shares;
  for (const auto& share : shares) {
    if (share.empty()) ledger.shares.erase(share.assignment);
  }
}

}  // namespace allot
