#include "tests/bench/load/Program.h"

#include "tests/bench/load/Measurement.h"

#include <ostream>

namespace roster::bench {

int runProgram(
    const std::vector<std::string> &arguments, std::ostream &output, std::ostream &errors)
{
    const Result<Options> options = Options::parse(arguments);
    if (!options) {
        errors << "roster-bench: " << options.error().message.toStdString() << '\n';
        return 2;
    }
    if (options->isHelp) {
        output << Options::help();
        return 0;
    }
    Measurement measurement(*options);
    if (const Outcome measured = measurement.run(); !measured) {
        errors << "roster-bench: " << measured.error().message.toStdString() << '\n';
        return 1;
    }
    output << measurement.json() << std::endl;
    errors << measurement.summary();
    return measurement.tally().errorCount() == 0 || options->mayFail ? 0 : 1;
}

} // namespace roster::bench
