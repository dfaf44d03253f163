# What `cmake --install` takes: the program with its manual, completion, settings and unit (component
# `server`), and the two libraries with their headers and examples, for find_package(allot) and for
# pkg-config (component `dev`). The packages are made of the same.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS allot RUNTIME COMPONENT server)
install(FILES docs/man/allot.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT server)
# The completion is what the installed program says; the unit names the place where it is.
install(CODE "set(bin_folder ${CMAKE_INSTALL_BINDIR})\nset(unit_folder ${PROJECT_SOURCE_DIR}/packaging/service)"
  COMPONENT server)
install(SCRIPT cmake/install_program.cmake COMPONENT server)
install(DIRECTORY examples/
  DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples/python COMPONENT server FILES_MATCHING PATTERN *.py)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/allot)
foreach(library sdk embedded)
  set_target_properties(allot_${library} PROPERTIES EXPORT_NAME ${library})
  install(TARGETS allot_${library} EXPORT allot_${library} ARCHIVE COMPONENT dev)
  install(EXPORT allot_${library} NAMESPACE allot:: FILE allot-${library}-targets.cmake
    DESTINATION ${package_folder} COMPONENT dev)
endforeach()
install(DIRECTORY sdk/cpp/include/allot sdk/embedded/include/allot ${PROJECT_BINARY_DIR}/sdk/cpp/include/allot
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev FILES_MATCHING PATTERN *.h)

install(FILES sdk/cpp/examples/manage_tasks.cpp sdk/cpp/examples/the_page.cpp
  DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples/guides COMPONENT dev)
install(DIRECTORY packaging/example/
  DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples/project COMPONENT dev)

configure_package_config_file(cmake/allotConfig.cmake.in ${PROJECT_BINARY_DIR}/allotConfig.cmake
  INSTALL_DESTINATION ${package_folder} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/allotConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/allotConfig.cmake ${PROJECT_BINARY_DIR}/allotConfigVersion.cmake
  DESTINATION ${package_folder} COMPONENT dev)

# From the .pc files to the prefix, so that an installed tree may be moved.
file(RELATIVE_PATH prefix_from_pc /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
foreach(name allot allot-embedded)
  configure_file(cmake/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)
endforeach()
