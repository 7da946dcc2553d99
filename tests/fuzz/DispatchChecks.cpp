#include "tests/fuzz/Checks.h"
#include "tests/fuzz/WatchedConversation.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>

#include <array>

namespace roster::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 10s;
constexpr char laterMark = 0x0E;

/// Who speaks on the connection of that number; two have the session of `hr`, and two are
/// strangers.
const std::array<QString, 8> speakers{QString(), u"hr"_s, u"viewer"_s, u"administrator"_s,
    u"clerk"_s, u"fresh"_s, u"hr"_s, QString()};

/// How an input ends.
enum class Ending { Answered, Stopped, Abandoned };

/// One input in its world.
class Play
{
public:
    explicit Play(DispatchWorld &world, QByteArrayView input);

    void run(QByteArrayView input);
    [[nodiscard]] const Course &course() const { return m_course; }

private:
    void speakAs(std::size_t number);
    void settle();
    void end(Ending ending);
    [[nodiscard]] QByteArray withNames(QByteArray line) const;

    DispatchWorld &m_world;
    const qint64 m_revision;
    Course m_course;
    std::array<std::unique_ptr<WatchedConversation>, speakers.size()> m_talks;
    std::size_t m_speaker = 0;
};

Play::Play(DispatchWorld &world, QByteArrayView input)
    : m_world(world)
    , m_revision(world.revision())
{
    for (const torture::KnownSession &session : world.sessions()) {
        m_course.sessions.push_back(std::make_shared<torture::KnownSession>(session));
        if (!session.mustChangePassword)
            m_course.passwords.insert(session.user, DispatchWorld::password());
    }
    m_course.secrets = markers();
    m_course.secrets.removeIf(
        [&input](const Marker &marker) { return input.contains(marker.value); });
}

void Play::run(QByteArrayView input)
{
    const auto header = static_cast<unsigned char>(input.front());
    QByteArrayView rest = input.sliced(1);
    speakAs(header % speakers.size());
    while (!rest.isEmpty()) {
        const qsizetype length = rest.indexOf('\n') + 1;
        QByteArrayView line = rest.first(length > 0 ? length : rest.size());
        rest = rest.sliced(line.size());
        if (line.front() > 0 && static_cast<std::size_t>(line.front()) < speakers.size()) {
            speakAs(static_cast<std::size_t>(line.front()));
            line = line.sliced(1);
        } else if (line.front() == laterMark) {
            settle();
            m_world.passTheTime();
            for (const auto &session : m_course.sessions)
                session->isEnded = true;
            m_course.isChanged = true;
            line = line.sliced(1);
        }
        m_talks[m_speaker]->send(withNames(line.toByteArray()));
    }
    constexpr unsigned char stops = 0x40;
    constexpr unsigned char abandons = 0x80;
    end(header & abandons    ? Ending::Abandoned
            : header & stops ? Ending::Stopped
                             : Ending::Answered);
}

/// The next lines are another's; those before are answered first, so that it is certain what holds.
void Play::speakAs(std::size_t number)
{
    if (m_talks[m_speaker])
        settle();
    m_speaker = number;
    if (m_talks[number])
        return;
    m_talks[number] = std::make_unique<WatchedConversation>(m_world, m_course);
    if (!speakers[number].isEmpty())
        m_talks[number]->resume(speakers[number]);
}

void Play::settle()
{
    using server::Conversation;
    WatchedConversation &talk = *m_talks[m_speaker];
    QDeadlineTimer deadline(patience);
    while (!talk.isSettled()) {
        require(!deadline.hasExpired(), "every line is answered");
        QEventLoop loop;
        QTimer::singleShot(patience, &loop, &QEventLoop::quit);
        const Conversation &conversation = talk.conversation();
        QObject::connect(&conversation, &Conversation::outputReady, &loop, &QEventLoop::quit);
        QObject::connect(&conversation, &Conversation::readyForLine, &loop, &QEventLoop::quit);
        QObject::connect(&conversation, &Conversation::finished, &loop, &QEventLoop::quit);
        loop.exec();
    }
    QCoreApplication::processEvents(); // what others are told
}

void Play::end(Ending ending)
{
    if (ending == Ending::Stopped)
        m_talks[m_speaker]->finish();
    if (ending == Ending::Abandoned) {
        m_course.isChanged = true;
    } else {
        settle();
        require(m_world.revision() - m_revision <= m_course.writes,
            "nothing is changed but by who may");
    }
    m_talks = {};
}

/// Inputs cannot know what is random: they name it.
QByteArray Play::withNames(QByteArray line) const
{
    if (line.contains("TOKEN-") || line.contains("SESSION-")) {
        for (const torture::KnownSession &session : m_world.sessions()) {
            line.replace("TOKEN-" + session.user.toLatin1(), session.token.toLatin1());
            line.replace("SESSION-" + session.user.toLatin1(), session.id.toLatin1());
        }
    }
    return line.replace("NEXTPAGE", m_talks[m_speaker]->nextPage());
}

} // namespace

int checkDispatch(DispatchWorld &world, QByteArrayView input)
{
    if (input.isEmpty())
        return 0;
    Course course;
    {
        Play play(world, input);
        play.run(input);
        course = play.course();
    }
    if (course.isChanged)
        world.reset();
    return course.served;
}

} // namespace roster::test
