# The measuring stick: the load generator, and the raw server that shows the physical limit.
add_executable(bench_load tests/bench/load.c tests/bench/peer.c)
target_link_libraries(bench_load PRIVATE protocol)
add_executable(bench_raw tests/bench/raw.c)
