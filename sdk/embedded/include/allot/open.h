#pragma once

#include <string>

namespace allot::inline v1 {

struct Open {
  /// Whose eyes and rights the client has: the address of anybody who is in the folder. It is the
  /// folder's owner who lets them in, so nobody is asked for a password: neither people with an
  /// account, nor bots, nor who was invited and has no account yet (and gets none by this), nor who
  /// only owns or holds work. Members who were taken out of all projects see none. Default: the
  /// owner of the folder's organisation; in a new folder `owner@localhost`.
  std::string as;
  /// What links begin with, those of invitations for instance: where the folder is served at other
  /// times. Of a folder that is open already it is as whoever opened it said.
  std::string public_url = "http://localhost";
  /// Whether a folder that is absent is made. False: what is no data folder yet is NotFound, and
  /// stays as it is.
  bool create = true;
  /// So many days events, commands and lines of inboxes are kept, from 2 to 36500; what is older is
  /// taken away while the folder is open. 0: for good, so that opening a folder takes nothing from
  /// it; where it is served at other times, its server does (`history_days`). Of a folder that is
  /// open already it is as whoever opened it said.
  int history_days = 0;
};

}  // namespace allot::inline v1
