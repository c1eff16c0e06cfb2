# Programs that the system's tests start.
add_executable(door_echo tests/system/door/echo.c)
target_link_libraries(door_echo PRIVATE gateway)
