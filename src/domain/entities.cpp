#include "domain/entities.h"

namespace allot {

std::string Item::name() const {
  return path.substr(path.rfind('/') + 1);
}

std::string Item::dir() const {
  const auto slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

}  // namespace allot
