# With ROSTER_UNITY, the files of each folder are compiled as one: most of the time of an unoptimised build
# goes into the headers, which are then read once for each folder. A name in an unnamed namespace must
# therefore be unique in its folder; the presets asan and tsan see to it.
option(ROSTER_UNITY "Compile the files of each folder as one" OFF)

function(roster_unity)
    if(NOT ROSTER_UNITY)
        return()
    endif()
    foreach(target ${ARGN})
        get_target_property(sources ${target} SOURCES)
        get_target_property(base ${target} SOURCE_DIR)
        list(FILTER sources INCLUDE REGEX "\\.cpp$")
        foreach(source ${sources})
            cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${base})
            cmake_path(GET source PARENT_PATH folder)
            set_source_files_properties(${source} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP ${folder})
        endforeach()
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    endforeach()
endfunction()
