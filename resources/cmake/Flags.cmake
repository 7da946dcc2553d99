# The compiler flags of every target, set once: link roster-flags.
add_library(roster-flags INTERFACE)
target_compile_options(roster-flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
    # What a file includes need not be the main file, whose types GCC lets be of an unnamed namespace, and
    # a local may have the name of another file's global.
    $<$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>:$<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>$<SEMICOLON>-Wno-shadow>)
target_compile_definitions(roster-flags INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_KEYWORDS
    QT_NO_FOREACH
    QT_STRICT_ITERATORS
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    _GLIBCXX_ASSERTIONS # a misuse of the standard library ends the program, whatever the build
    ROSTER_VERSION="${PROJECT_VERSION}")
target_include_directories(roster-flags INTERFACE ${PROJECT_SOURCE_DIR})

if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
    target_compile_options(roster-flags INTERFACE
        -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection)
    target_link_options(roster-flags INTERFACE -Wl,-z,relro -Wl,-z,now)
    include(CheckPIESupported)
    check_pie_supported()
endif()
if(ROSTER_SANITIZE)
    target_compile_options(roster-flags INTERFACE
        -fsanitize=${ROSTER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
        # GCC's instrumentation makes this warning see what is not there (a std::variant's members).
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(roster-flags INTERFACE -fsanitize=${ROSTER_SANITIZE})
    # What GCC says by macros of its own, Clang does not.
    target_compile_definitions(roster-flags INTERFACE ROSTER_SANITIZED)
endif()
if(ROSTER_COVERAGE)
    target_compile_options(roster-flags INTERFACE --coverage)
    target_link_options(roster-flags INTERFACE --coverage)
endif()

# roster_unoptimised(target): in a sanitized build, compiles faster what need not be quick. The server
# and what both sides share are optimised a little, so that the suite does not crawl.
function(roster_unoptimised target)
    if(ROSTER_SANITIZE)
        target_compile_options(${target} PRIVATE -O0)
    endif()
endfunction()
