# The stories: one program, two stages. Nothing but the tests links it.
pkg_check_modules(jansson REQUIRED IMPORTED_TARGET jansson)
file(GLOB story_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/stories/*.c)
add_executable(stories ${story_sources})
target_link_libraries(stories PRIVATE core PkgConfig::jansson)
