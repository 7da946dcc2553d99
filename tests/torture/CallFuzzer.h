#pragma once

#include "tests/torture/PlainClient.h"
#include "tests/torture/SessionOracle.h"
#include "tests/torture/TormentedServer.h"

#include <QList>
#include <QStringList>

#include <memory>
#include <random>
#include <vector>

namespace roster::torture {

struct FuzzReport
{
    QStringList problems;
    int calls = 0;
    int succeeded = 0;
    int connections = 0;
    QHash<QString, int> reasons; ///< of the refusals, how often each
};

/// Random calls over real connections (R31): methods that are and are not, good and bad parameters,
/// in any order, in bursts, of several roles and sessions at once, with links that break in
/// between. Each answer is judged by SessionOracle; each line must have one answer, in its order.
class CallFuzzer
{
public:
    CallFuzzer(int calls, unsigned seed);

    [[nodiscard]] FuzzReport run();

private:
    struct Call
    {
        QJsonValue id;
        QString method; ///< empty: a line that is no request
        QJsonObject params;
    };
    /// One line: one call, or the items of a batch.
    struct Line
    {
        QList<Call> calls;
        bool isBatch = false;
        QByteArray bytes;
    };
    struct Link
    {
        std::unique_ptr<PlainClient> client;
        KnownState state;
    };

    [[nodiscard]] bool prepare();
    void step();
    void open(Link &link);
    [[nodiscard]] Line randomLine(const Link &link, bool isHarmless);
    [[nodiscard]] Line junk();
    [[nodiscard]] Call randomCall(const Link &link, bool isHarmless);
    [[nodiscard]] QJsonObject randomParams(const Link &link, const QString &method);
    [[nodiscard]] QJsonObject randomLogin(const QString &method);
    [[nodiscard]] QJsonObject randomFields();
    void readAnswers(Link &link, const QList<Line> &lines);
    [[nodiscard]] std::optional<QJsonValue> nextAnswer(Link &link);
    void judge(Link &link, const Line &line, const QJsonValue &answer);
    void judgeCall(Link &link, const Call &call, const QJsonObject &reply, bool isInBatch);
    void follow(Link &link, const Call &call, const QJsonObject &result);
    void enter(Link &link, const Call &call, const QJsonObject &result);
    void complain(const QString &problem);

    [[nodiscard]] unsigned below(unsigned limit)
    {
        return static_cast<unsigned>(m_random() % limit);
    }
    template <typename List> [[nodiscard]] const auto &oneOf(const List &list)
    {
        return list[static_cast<qsizetype>(below(static_cast<unsigned>(list.size())))];
    }

    const int m_calls;
    std::mt19937 m_random;
    TormentedServer m_server;
    FuzzReport m_report;
    QList<RoleFacts> m_roles;
    QString m_oneTimePassword;
    std::vector<Link> m_links;
    QList<std::shared_ptr<KnownSession>> m_sessions;
    int m_badLogins = 0;
    int m_lastId = 0;
};

} // namespace roster::torture
