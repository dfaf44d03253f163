# Run by `cmake --install`, with `bin_folder` and `unit_folder`: what depends on where the program goes.
# Below /usr the settings are in /etc, below another prefix in its `etc`; those that are there stay.
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(settings /etc/allot/allot.toml)
else()
  set(settings ${CMAKE_INSTALL_PREFIX}/etc/allot/allot.toml)
endif()
set(program ${CMAKE_INSTALL_PREFIX}/${bin_folder}/allot)
set(root $ENV{DESTDIR})

if(NOT EXISTS ${root}${settings})
  configure_file(${unit_folder}/allot.toml ${root}${settings} COPYONLY)
endif()
configure_file(${unit_folder}/allot.service.in
  ${root}${CMAKE_INSTALL_PREFIX}/lib/systemd/system/allot.service @ONLY)

set(share ${root}${CMAKE_INSTALL_PREFIX}/share)
foreach(each bash:bash-completion/completions/allot zsh:zsh/site-functions/_allot
    fish:fish/vendor_completions.d/allot.fish)
  string(REPLACE ":" ";" each ${each})
  list(GET each 0 shell)
  list(GET each 1 file)
  cmake_path(GET file PARENT_PATH folder)
  file(MAKE_DIRECTORY ${share}/${folder})
  execute_process(COMMAND ${root}${program} completion ${shell}
    OUTPUT_FILE ${share}/${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
