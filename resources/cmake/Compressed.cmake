# roster_install_compressed(source folder component): installs a text as Debian wants manual pages and
# changelogs, compressed and without a date of its own.
function(roster_install_compressed source folder component)
    cmake_path(GET source FILENAME name)
    set(copy ${PROJECT_BINARY_DIR}/compressed/${component}/${name})
    configure_file(${source} ${copy} COPYONLY)
    execute_process(COMMAND gzip -9nf ${copy} COMMAND_ERROR_IS_FATAL ANY)
    install(FILES ${copy}.gz DESTINATION ${folder} COMPONENT ${component})
endfunction()
