#include "tests/bench/load/Program.h"

#include <csignal>
#include <iostream>

int main(int argc, char **argv)
{
    static_cast<void>(
        std::signal(SIGPIPE, SIG_IGN)); // a closed connection is an error of its write
    return roster::bench::runProgram(
        std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}
