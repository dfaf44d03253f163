#pragma once

#include "configuration.h"

namespace allot::app {

/// `allot demo`: serves a data folder that holds a demo project, until SIGTERM or SIGINT. The first
/// start makes it; how to sign in is printed, and kept in the folder. Throws std::exception (one
/// sentence), e.g. when the folder holds other accounts.
int demo(const Configuration& configuration);

}  // namespace allot::app
