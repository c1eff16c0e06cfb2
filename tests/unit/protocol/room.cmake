# The differential test is the fuzz target of that name, fed from a seed.
target_sources(unit_protocol PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/differential.c)
target_link_libraries(unit_protocol PRIVATE m)
# The suites' prototypes stand in the generated main only.
target_compile_options(unit_protocol PRIVATE -Wno-missing-prototypes)
