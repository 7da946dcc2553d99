#pragma once

#include "cli-client/commands/ListQuery.h"
#include "cli-client/session/ConsoleSession.h"
#include "cli-client/text/RecordView.h"

#include <QList>
#include <QStringList>

namespace roster::cli {

/// The menu's list: pages of a table, which can be searched, filtered and sorted, and whose records
/// can be opened by their number. The query stays for the next time.
class ListScreen
{
public:
    ListScreen(Terminal &terminal, ConsoleSession &session);

    [[nodiscard]] Task<bool> run();

private:
    enum class Step { Load, Ask, Leave };

    [[nodiscard]] Task<Step> load();
    [[nodiscard]] Task<Step> ask();
    [[nodiscard]] Task<Step> open(qint64 id);
    [[nodiscard]] Task<Step> askFilter();
    [[nodiscard]] Task<Step> askSort();
    [[nodiscard]] bool setFilter(const QString &conditions);
    [[nodiscard]] bool setSort(const QString &order);
    [[nodiscard]] Step turnPage(bool isForward);
    [[nodiscard]] Step startOver();
    [[nodiscard]] QJsonObject params() const;
    [[nodiscard]] int pageSize() const;
    void showPage(const QJsonObject &result);
    [[nodiscard]] QString summary(qsizetype shown) const;

    Terminal &m_terminal;
    ConsoleSession &m_session;
    ListQuery m_query;
    QStringList m_conditions; ///< as typed, for the person
    QStringList m_pages; ///< where each page up to the present one begins; the first is empty
    QString m_next;
    qint64 m_total = -1;
    bool m_isTotalLeast = false; ///< the server has not counted to the end
};

} // namespace roster::cli
