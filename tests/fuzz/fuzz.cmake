# Fuzz targets: fuzz_<name> of tests/fuzz/<name>.c. With WAYMARK_FUZZ (clang) each is a libFuzzer program; without, a program that
# replays tests/fuzz/corpus/<name>, as every run of the tests does.
add_custom_target(fuzz_targets)

# add_fuzz(<name> <libraries...>)
function(add_fuzz name)
	set(corpus ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})
	add_executable(fuzz_${name} ${CMAKE_SOURCE_DIR}/tests/fuzz/${name}.c)
	target_link_libraries(fuzz_${name} PRIVATE ${ARGN})
	if(WAYMARK_FUZZ)
		target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
		add_test(NAME fuzz_${name} COMMAND fuzz_${name} -runs=0 -rss_limit_mb=512 ${corpus})
	else()
		target_sources(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.c)
		add_test(NAME fuzz_${name} COMMAND fuzz_${name} ${corpus})
	endif()
	add_dependencies(fuzz_targets fuzz_${name})
endfunction()

add_fuzz(frame protocol)
add_fuzz(differential protocol m)
# Other rooms' targets stand in <name>.cmake beside their <name>.c.
file(GLOB fuzz_rooms CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/fuzz/*.cmake)
list(REMOVE_ITEM fuzz_rooms ${CMAKE_SOURCE_DIR}/tests/fuzz/fuzz.cmake)
foreach(room ${fuzz_rooms})
	include(${room})
endforeach()
