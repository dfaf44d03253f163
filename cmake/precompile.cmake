# The standard library is read once and not in each file again: that is a third of what compiling costs here. Off
# where things are served or installed, so that each file still names what it uses.

file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
add_library(allot_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
target_link_libraries(allot_precompiled PRIVATE allot_flags)
target_precompile_headers(allot_precompiled PRIVATE
  <algorithm> <array> <atomic> <charconv> <chrono> <cmath> <condition_variable> <deque> <functional> <iostream> <map>
  <memory> <mutex> <numeric> <optional> <random> <ranges> <set> <span> <string> <string_view> <thread> <unordered_map>
  <unordered_set> <variant> <vector>)

# allot_precompile(FOLDER): for each target of this folder and of those below it.
function(allot_precompile folder)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${targets})
    get_target_property(type ${target} TYPE)
    if(type MATCHES "STATIC_LIBRARY|EXECUTABLE")
      target_precompile_headers(${target} REUSE_FROM allot_precompiled)
    endif()
  endforeach()
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(below ${folders})
    allot_precompile(${below})
  endforeach()
endfunction()

allot_precompile(${PROJECT_SOURCE_DIR})
