# The simulation of whole worlds from seeds: one run that must find nothing, and one with planted faults that must find each.
file(GLOB simulation_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/simulation/*.c)
add_executable(simulation ${simulation_sources})
target_include_directories(simulation PRIVATE ${CMAKE_SOURCE_DIR}/tests/simulation)
target_link_libraries(simulation PRIVATE core)
add_test(NAME simulation COMMAND simulation 1 300)
add_test(NAME simulation_plants COMMAND simulation --plants 100)
