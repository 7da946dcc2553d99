#include "tests/cli/MenuTestCase.h"

#include <QTest>

namespace roster::test {

using namespace Qt::StringLiterals;

void MenuTestCase::init()
{
    m_world = std::make_unique<CliWorld>();
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
}

void MenuTestCase::cleanup()
{
    m_program.reset();
    m_world.reset();
}

void MenuTestCase::start(const QStringList &arguments)
{
    m_program = std::make_unique<PtyProgram>(QStringLiteral(ROSTER_CLI), arguments);
}

void MenuTestCase::answer(const QString &prompt, const QString &line)
{
    QVERIFY(m_program->expect(prompt));
    m_program->enter(line);
}

void MenuTestCase::fillNewRecord()
{
    answer(u"Choose: "_s, u"2"_s);
    answer(u"First name: "_s, u"Zoë"_s);
    answer(u"Last name: "_s, u"O'Brien"_s);
    answer(u"SSN (nine digits): "_s, u"001-02-0003"_s);
    answer(u"Date of birth (mm-dd-yyyy or yyyy-mm-dd): "_s, u"02-29-1996"_s);
    answer(u"Salary (USD): "_s, u"$45,210.5"_s);
    answer(u"Department (optional): "_s, u"Finance"_s);
    answer(u"Job title (optional): "_s, QString());
    answer(u"E-mail (optional): "_s, QString());
    answer(u"Hired on (optional, mm-dd-yyyy or yyyy-mm-dd): "_s, u"5/3/2021"_s);
    answer(u"Left on"_s, QString());
}

} // namespace roster::test
