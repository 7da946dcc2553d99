#pragma once

#include "cli-client/terminal/Terminal.h"

#include <QElapsedTimer>

namespace roster::cli {

/// Tells how far long work has come, in one line that is gone when it ends. Only where the standard
/// error is a terminal and the output goes elsewhere: on the same terminal the output itself tells.
class Progress
{
public:
    explicit Progress(Terminal &terminal);
    ~Progress();
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;

    /// At most a few times a second, however often it is called. @p total 0: not known.
    void show(qint64 done, qint64 total = 0);

private:
    Terminal &m_terminal;
    QElapsedTimer m_sinceShown;
};

} // namespace roster::cli
