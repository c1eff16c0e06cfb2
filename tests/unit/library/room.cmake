# The client library's tests see the inside of the room, and try the libuv adapter.
target_link_libraries(unit_library PRIVATE PkgConfig::uv)
