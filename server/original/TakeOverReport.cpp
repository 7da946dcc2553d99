#include "server/original/TakeOverReport.h"

namespace roster::server {

using namespace Qt::StringLiterals;

TakeOverReport::TakeOverReport(const QString &fileName)
    : m_fileName(fileName)
{
}

void TakeOverReport::say(const QString &sentence)
{
    m_sentences += sentence + u'\n';
}

void TakeOverReport::note(const QString &place, const QString &sentence)
{
    m_lines += u"%1: %2\n"_s.arg(place, sentence);
    ++m_notes;
}

void TakeOverReport::count(const QString &what, qint64 number)
{
    m_summary = u"%1: %2 taken over: %3"_s.arg(m_fileName, what).arg(number);
}

QString TakeOverReport::text() const
{
    const QString head = u"%1, to look at: %2\n"_s.arg(m_summary).arg(m_notes);
    return m_lines.isEmpty() ? head + m_sentences : head + m_sentences + u'\n' + m_lines;
}

} // namespace roster::server
