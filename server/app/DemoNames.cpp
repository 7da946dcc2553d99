#include "server/app/DemoNames.h"

#include "common/model/FoldKey.h"

#include <QMap>
#include <QStringView>

#include <array>
#include <vector>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr std::size_t namesPerOrigin = 16;
constexpr std::size_t originCount = 16;

struct Origin
{
    std::array<QStringView, namesPerOrigin> first;
    std::array<QStringView, namesPerOrigin> last;
};

// Neighbours in this list, the last one's being the first, marry each other's names.
constexpr std::array<Origin, originCount> origins{{
    // English
    {{u"Emma", u"Oliver", u"Charlotte", u"James", u"Amelia", u"Henry", u"Grace", u"Samuel", u"Zoë",
         u"Thomas", u"Hannah", u"Daniel", u"Chloë", u"Mary-Ann", u"George", u"Ruth"},
        {u"Smith", u"Taylor", u"Wilson", u"Clarke", u"Baker", u"Turner", u"Brontë", u"Hughes",
            u"Parker-Hill", u"Cooper", u"Ward", u"Bennett", u"Ashworth", u"Foster", u"Pryce",
            u"St. John"}},
    // Irish and Scottish
    {{u"Siobhán", u"Seán", u"Aoife", u"Ciarán", u"Niamh", u"Pádraig", u"Róisín", u"Eoin",
         u"Gráinne", u"Lachlan", u"Mairéad", u"Fergus", u"Orla", u"Hamish", u"Caoimhe", u"Ewan"},
        {u"O'Brien", u"O’Sullivan", u"Murphy", u"MacDonald", u"Ó Súilleabháin", u"Byrne",
            u"O'Connor", u"McCarthy", u"Kennedy", u"FitzGerald", u"Nic Dhòmhnaill", u"Campbell",
            u"D'Arcy", u"MacLeod", u"Gallagher", u"Fraser"}},
    // Nordic
    {{u"Åsa", u"Bjørn", u"Søren", u"Linnéa", u"Göran", u"Sigríður", u"Jón", u"Kirsten", u"Väinö",
         u"Aino", u"Þórdís", u"Magnus", u"Åke", u"Solveig", u"Øyvind", u"Märta"},
        {u"Andersson", u"Sørensen", u"Lindström", u"Hansen", u"Nygård", u"Jónsdóttir", u"Virtanen",
            u"Mäkinen", u"Bergström", u"Østergaard", u"Guðmundsson", u"Dahl", u"Håkansson", u"Kjær",
            u"Korhonen", u"Strøm"}},
    // German and Dutch
    {{u"Jürgen", u"Anneliese", u"Jörg", u"Käthe", u"Lukas", u"Friederike", u"Sönke", u"Ursula",
         u"Matthias", u"Anna-Lena", u"Maarten", u"Sanne", u"Joost", u"Fenna", u"Günther", u"Heike"},
        {u"Müller", u"Schröder", u"Weiß", u"Schäfer", u"Krüger", u"von der Heyden", u"Groß",
            u"Böhm", u"van den Berg", u"de Vries", u"Jansen", u"Köhler", u"Lange", u"ter Horst",
            u"Vogel", u"Hoffmann"}},
    // French
    {{u"François", u"Éléonore", u"Jean-Luc", u"Anaïs", u"Gaël", u"Hélène", u"Noël", u"Maëlle",
         u"Benoît", u"Cécile", u"Thérèse", u"Rémi", u"Loïc", u"Margaux", u"Étienne", u"Inès"},
        {u"Dupont", u"Lefèvre", u"Bélanger", u"Garnier", u"d'Aubigné", u"Côté", u"Moreau",
            u"Gauthier", u"Lemaître", u"de La Tour", u"Rousseau", u"Prévost", u"L'Hôte", u"Mercier",
            u"Château", u"Blanc"}},
    // Spanish and Latin American
    {{u"José", u"María", u"Ángel", u"Lucía", u"Íñigo", u"Begoña", u"Raúl", u"Inmaculada", u"Andrés",
         u"Sofía", u"Joaquín", u"Guadalupe", u"Héctor", u"Ximena", u"Óscar", u"Pilar"},
        {u"García", u"Muñoz", u"Fernández", u"Peña", u"Rodríguez López", u"Núñez", u"Ibáñez",
            u"Ortega", u"Güemes", u"Quiñones", u"Hernández", u"Castillo", u"Vázquez", u"de la Cruz",
            u"Zúñiga", u"Morales"}},
    // Portuguese and Brazilian
    {{u"João", u"Conceição", u"Inácio", u"Luísa", u"Tomás", u"Beatriz", u"Estêvão", u"Marília",
         u"Simão", u"Helena", u"Caetano", u"Lurdes", u"Rogério", u"Fátima", u"Nuno", u"Graça"},
        {u"Gonçalves", u"Araújo", u"Magalhães", u"Sousa", u"Simões", u"da Conceição", u"Brandão",
            u"Ribeiro", u"Falcão", u"dos Santos", u"Guimarães", u"Assunção", u"Freitas", u"Leitão",
            u"Câmara", u"Teixeira"}},
    // Italian
    {{u"Niccolò", u"Giulia", u"Lorenzo", u"Chiara", u"Nicolò Maria", u"Francesca", u"Matteo",
         u"Noemi", u"Giosuè", u"Ilaria", u"Salvatore", u"Beatrice", u"Mosè", u"Fiorella", u"Enzo",
         u"Ludovica"},
        {u"Rossi", u"D'Angelo", u"Esposito", u"Dell'Acqua", u"Colombo", u"Bianchi", u"De Luca",
            u"Marchetti", u"Nicolì", u"Ferrari", u"Lo Presti", u"Barbieri", u"Cantù", u"Conti",
            u"Mantovani", u"Fabbri"}},
    // Polish, Czech and Hungarian
    {{u"Łukasz", u"Małgorzata", u"Michał", u"Żaneta", u"Jiří", u"Božena", u"Ondřej", u"Zdeňka",
         u"Václav", u"Kateřina", u"György", u"Erzsébet", u"Zoltán", u"Ágnes", u"Paweł",
         u"Świętosława"},
        {u"Wiśniewski", u"Kowalczyk", u"Żółkiewski", u"Dąbrowski", u"Nowak-Jeziorański", u"Dvořák",
            u"Černý", u"Růžička", u"Novotný", u"Kříž", u"Szabó", u"Kovács", u"Győri", u"Tóth",
            u"Jabłoński", u"Łęcki"}},
    // Balkan and Greek
    {{u"Đorđe", u"Željka", u"Nikola", u"Snežana", u"Miloš", u"Jasmina", u"Anđela", u"Boštjan",
         u"Špela", u"Ștefan", u"Ionuț", u"Mihaela", u"Eleni", u"Dimitris", u"Konstantina",
         u"Gheorghe"},
        {u"Đorđević", u"Kovačević", u"Petrović", u"Žagar", u"Hadžić", u"Jovanović", u"Zupančič",
            u"Popescu", u"Țăran", u"Brâncuși", u"Papadopoulos", u"Nikolaidis", u"Ionescu", u"Šimić",
            u"Georgiou", u"Vuković"}},
    // Turkish and Persian
    {{u"Ayşe", u"Mehmet", u"İbrahim", u"Özlem", u"Çağrı", u"Gülşen", u"Işıl", u"Oğuz", u"Şirin",
         u"Yiğit", u"Dariush", u"Shirin", u"Behrouz", u"Parisa", u"Kaveh", u"Ümit"},
        {u"Yılmaz", u"Çelik", u"Öztürk", u"Şahin", u"Güneş", u"Koçoğlu", u"Yıldırım", u"Işık",
            u"Ağaoğlu", u"Hosseini", u"Tehrani", u"Farrokhzad", u"Aydın", u"Kılıç", u"Doğan",
            u"Erdoğmuş"}},
    // Arabic and Hebrew
    {{u"Fatima", u"Omar", u"Layla", u"Yusuf", u"Amira", u"Khalid", u"Noor", u"Hassan", u"Samira",
         u"Tariq", u"Yael", u"Avi", u"Noa", u"Eitan", u"Rania", u"Abd al-Rahman"},
        {u"Haddad", u"Al-Masri", u"Ben Ali", u"Khoury", u"El-Sayed", u"Nasser", u"Abdallah",
            u"Mansour", u"Cohen", u"Levi", u"Ben-David", u"Mizrahi", u"Farouk", u"Al-Rashid",
            u"Shapira", u"Bouzid"}},
    // African
    {{u"Chidi", u"Ngozi", u"Adébáyọ̀", u"Folákẹ́", u"Kwame", u"Akosua", u"Thabo", u"Nomvula",
         u"Wanjiru", u"Kipchoge", u"Amara", u"Tendai", u"Zanele", u"Ọlá", u"Abebe", u"Desta"},
        {u"Okonkwo", u"Adéyẹmí", u"Mensah", u"Owusu", u"Nkosi", u"Dlamini", u"Kamau", u"Ọbáfẹ́mi",
            u"Mwangi", u"Chukwu", u"Moyo", u"Tadesse", u"Boateng", u"Ndlovu", u"Diallo",
            u"N'Diaye"}},
    // Indian and Pakistani
    {{u"Priya", u"Arjun", u"Ananya", u"Vikram", u"Lakshmi", u"Rohan", u"Meera", u"Sanjay",
         u"Zainab", u"Imran", u"Kavya", u"Harpreet", u"Deepa", u"Aarav", u"Nusrat", u"Ravi"},
        {u"Sharma", u"Patel", u"Krishnamurthy", u"Iyer", u"Singh", u"Kaur", u"Chatterjee",
            u"D'Souza", u"Reddy", u"Qureshi", u"Khan", u"Mukherjee", u"Nair", u"Banerjee",
            u"Malhotra", u"Venkataraman"}},
    // Vietnamese and Filipino
    {{u"Nguyệt", u"Đức", u"Phương", u"Tuấn", u"Hằng", u"Quốc", u"Thảo", u"Bảo", u"Mỹ Linh", u"Khôi",
         u"Ligaya", u"Crisanto", u"Dalisay", u"Bayani", u"Thúy", u"Hưng"},
        {u"Nguyễn", u"Trần", u"Lê", u"Phạm", u"Huỳnh", u"Võ", u"Đặng", u"Bùi", u"Ngô", u"Dương",
            u"Macaraeg", u"Dimaculangan", u"Pangilinan", u"Vũ", u"Đỗ", u"Lưu"}},
    // Chinese, Korean and Japanese
    {{u"Wei", u"Xiùyīng", u"Haoran", u"Lǜ", u"Jing", u"Min-jun", u"Seo-yeon", u"Ji-hoon", u"Ha-eun",
         u"Yūki", u"Shōta", u"Sakura", u"Kenji", u"Ryōko", u"Mei-Ling", u"Haruto"},
        {u"Wang", u"Zhang", u"Ouyang", u"Huang", u"Lü", u"Chen", u"Kim", u"Park", u"Choi", u"Jeong",
            u"Satō", u"Suzuki", u"Kōno", u"Ōtani", u"Watanabe", u"Yamamoto"}},
}};

constexpr quint64 nameCount = originCount * namesPerOrigin;
constexpr quint64 partners = 3 * namesPerOrigin; ///< last names that go with one first name
constexpr quint64 pairCount = nameCount * partners;
constexpr quint64 stride = 7'919; ///< a prime that divides no count here, so it visits every pair

/// A name as it is written and as a mailbox spells it.
struct Spelling
{
    QString name;
    QString ascii;
};

/// Latin letters that stand for themselves, so that folding leaves them; the first of each row.
QString spelledOut(QChar letter)
{
    static const QMap<QChar, QString> others{{u'ø', u"o"_s}, {u'ł', u"l"_s}, {u'đ', u"d"_s},
        {u'ð', u"d"_s}, {u'þ', u"th"_s}, {u'æ', u"ae"_s}, {u'ı', u"i"_s}};
    if (letter >= u'a' && letter <= u'z')
        return letter;
    return others.value(letter);
}

Spelling spell(QStringView name)
{
    QString ascii;
    const QString key = foldKey(name);
    for (const QChar letter : key)
        ascii += spelledOut(letter);
    return {name.toString(), ascii};
}

struct Spellings
{
    std::vector<Spelling> first;
    std::vector<Spelling> last;
};

Spellings spellAll()
{
    Spellings all;
    for (const Origin &origin : origins) {
        for (const QStringView name : origin.first)
            all.first.push_back(spell(name));
        for (const QStringView name : origin.last)
            all.last.push_back(spell(name));
    }
    return all;
}

} // namespace

DemoName demoName(quint64 number)
{
    static const Spellings all = spellAll();
    const quint64 pair = number % pairCount * stride % pairCount;
    const quint64 namesakes = number / pairCount;

    const quint64 firstIndex = pair / partners;
    const quint64 originStart = firstIndex - firstIndex % namesPerOrigin;
    const Spelling &first = all.first[firstIndex];
    const Spelling &last = all.last[(originStart + pair % partners) % nameCount];
    QString mailbox = first.ascii + u'.' + last.ascii;
    if (namesakes > 0)
        mailbox += QString::number(namesakes + 1);
    return {first.name, last.name, mailbox};
}

} // namespace roster::server
