#include "domain/entities.h"

#include "domain/item_path.h"

namespace allot {

std::string Item::name() const {
  return std::string(name_of_path(path));
}

std::string Item::dir() const {
  return std::string(folder_of_path(path));
}

}  // namespace allot
