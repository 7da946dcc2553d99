#pragma once

#include "tests/cli/CliWorld.h"
#include "tests/cli/PtyProgram.h"

#include <QObject>

#include <memory>

namespace roster::test {

/// A test of the built program's menu: each test function has a scripted server of its own, which
/// knows one record, and uses the program through a terminal.
class MenuTestCase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

protected:
    [[nodiscard]] FakeServer &server() { return m_world->server(); }
    [[nodiscard]] CliWorld &world() { return *m_world; }
    [[nodiscard]] PtyProgram &program() { return *m_program; }
    /// Starts the program, logged in.
    void start() { start(m_world->arguments()); }
    void start(const QStringList &arguments);
    /// Types @p line when @p prompt has come.
    void answer(const QString &prompt, const QString &line);
    /// Chooses to add an employee and answers all of its questions.
    void fillNewRecord();

private:
    std::unique_ptr<CliWorld> m_world;
    std::unique_ptr<PtyProgram> m_program;
};

} // namespace roster::test
