#pragma once

#include <QString>

namespace roster::server {

/// What became of one file of the original program and what in it needs a look: rows, ids and
/// fields, never a value.
class TakeOverReport
{
public:
    explicit TakeOverReport(const QString &fileName);

    /// Something that holds for the whole file.
    void say(const QString &sentence);
    /// Something to look at in one place, such as `employee 12`.
    void note(const QString &place, const QString &sentence);
    /// How many rows were taken over.
    void count(const QString &what, qint64 number);

    [[nodiscard]] qint64 notes() const { return m_notes; }
    [[nodiscard]] const QString &summary() const { return m_summary; }
    [[nodiscard]] QString text() const;

private:
    QString m_fileName;
    QString m_summary;
    QString m_sentences;
    QString m_lines;
    qint64 m_notes = 0;
};

} // namespace roster::server
