<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>EditHistory</name>
    <message numerus="yes">
        <source>adding %n employee(s)</source>
        <translation>
            <numerusform>Hinzufügen von %n Person</numerusform>
            <numerusform>Hinzufügen von %n Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>deleting %n employee(s)</source>
        <translation>
            <numerusform>Löschen von %n Person</numerusform>
            <numerusform>Löschen von %n Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restoring %n employee(s)</source>
        <translation>
            <numerusform>Wiederherstellen von %n Person</numerusform>
            <numerusform>Wiederherstellen von %n Personen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EmployeeName</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>FieldLabel</name>
    <message>
        <source>ID</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Vorname</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Nachname</translation>
    </message>
    <message>
        <source>SSN</source>
        <translation>SSN</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>Salary</source>
        <translation>Gehalt</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>Abteilung</translation>
    </message>
    <message>
        <source>Job title</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Hired on</source>
        <translation>Eingestellt am</translation>
    </message>
    <message>
        <source>Left on</source>
        <translation>Ausgeschieden am</translation>
    </message>
</context>
<context>
    <name>FieldProblem</name>
    <message>
        <source>This field must be filled in.</source>
        <translation>Dieses Feld muss ausgefüllt werden.</translation>
    </message>
    <message>
        <source>This holds a character that cannot be shown.</source>
        <translation>Hier steht ein Zeichen, das nicht dargestellt werden kann.</translation>
    </message>
    <message>
        <source>A name has letters, spaces, hyphens, apostrophes and full stops only.</source>
        <translation>Ein Name besteht nur aus Buchstaben, Leerzeichen, Bindestrichen, Apostrophen und Punkten.</translation>
    </message>
    <message>
        <source>This is no e-mail address.</source>
        <translation>Das ist keine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>An SSN has nine digits.</source>
        <translation>Eine SSN hat neun Ziffern.</translation>
    </message>
    <message>
        <source>There is no such date.</source>
        <translation>Dieses Datum gibt es nicht.</translation>
    </message>
    <message>
        <source>The date is before the year 1900.</source>
        <translation>Das Datum liegt vor dem Jahr 1900.</translation>
    </message>
    <message>
        <source>The date lies in the future.</source>
        <translation>Das Datum liegt in der Zukunft.</translation>
    </message>
    <message>
        <source>This is no amount.</source>
        <translation>Das ist kein Betrag.</translation>
    </message>
    <message>
        <source>The amount has too many decimals.</source>
        <translation>Der Betrag hat zu viele Nachkommastellen.</translation>
    </message>
    <message>
        <source>The amount is too large.</source>
        <translation>Der Betrag ist zu groß.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n characters fit here.</source>
        <translation>
            <numerusform>Hier passt höchstens %n Zeichen hinein.</numerusform>
            <numerusform>Hier passen höchstens %n Zeichen hinein.</numerusform>
        </translation>
    </message>
    <message>
        <source>This is before the date of birth.</source>
        <translation>Das liegt vor dem Geburtsdatum.</translation>
    </message>
    <message>
        <source>This is before the date of hire.</source>
        <translation>Das liegt vor der Einstellung.</translation>
    </message>
</context>
<context>
    <name>ImportPlan</name>
    <message>
        <source>A number of an employee is a whole number from 1 on.</source>
        <translation>Die Nummer einer Person ist eine ganze Zahl ab 1.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The file is larger than 64 MiB; please divide it.</source>
        <translation>Die Datei ist größer als 64 MiB; bitte teilen Sie sie.</translation>
    </message>
    <message>
        <source>The file has no employees: below a line with headings there is nothing.</source>
        <translation>Die Datei enthält niemanden: Unter einer Zeile mit Überschriften steht nichts.</translation>
    </message>
    <message>
        <source>Two columns of the file are for the field %1.</source>
        <translation>Zwei Spalten der Datei gehören zum Feld %1.</translation>
    </message>
    <message>
        <source>Your role may not write %1; that column is left out.</source>
        <translation>Ihre Rolle darf %1 nicht schreiben; diese Spalte bleibt weg.</translation>
    </message>
    <message>
        <source>Columns that are no field of an employee are left out: %1</source>
        <translation>Spalten, die kein Feld einer Person sind, bleiben weg: %1</translation>
    </message>
    <message>
        <source>The first line of the file must hold headings; none of them is %1, which every employee has.</source>
        <translation>Die erste Zeile der Datei muss Überschriften enthalten; keine davon ist %1, und das hat jede Person.</translation>
    </message>
    <message>
        <source>The line has more cells than there are headings.</source>
        <translation>Die Zeile hat mehr Zellen, als es Überschriften gibt.</translation>
    </message>
    <message>
        <source>Line %1: the file is not in UTF-8. Save it in that form.</source>
        <translation>Zeile %1: Die Datei ist nicht in UTF-8 geschrieben. Speichern Sie sie in dieser Form.</translation>
    </message>
    <message>
        <source>Line %1: a quotation mark is not closed.</source>
        <translation>Zeile %1: Ein Anführungszeichen ist nicht geschlossen.</translation>
    </message>
    <message>
        <source>Line %1: text stands behind a closing quotation mark.</source>
        <translation>Zeile %1: Hinter einem schließenden Anführungszeichen steht Text.</translation>
    </message>
    <message>
        <source>Dates are written like %1.</source>
        <translation>Daten werden wie %1 geschrieben.</translation>
    </message>
    <message>
        <source>Dates are written like %1 or %2.</source>
        <translation>Daten werden wie %1 oder %2 geschrieben.</translation>
    </message>
</context>
<context>
    <name>PastePlan</name>
    <message>
        <source>%1: %2</source>
        <comment>another field and its problem</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) more than there is room for.</source>
        <translation>
            <numerusform>%n Zeile mehr, als Platz ist.</numerusform>
            <numerusform>%n Zeilen mehr, als Platz ist.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n column(s) more than there is room for.</source>
        <translation>
            <numerusform>%n Spalte mehr, als Platz ist.</numerusform>
            <numerusform>%n Spalten mehr, als Platz ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>This employee is deleted.</source>
        <translation>Diese Person ist gelöscht.</translation>
    </message>
</context>
<context>
    <name>TableKey</name>
    <message>
        <source>Edit the cell; typing does the same</source>
        <translation>Zelle bearbeiten; Lostippen bewirkt dasselbe</translation>
    </message>
    <message>
        <source>Save the cell and go down</source>
        <translation>Zelle speichern und nach unten gehen</translation>
    </message>
    <message>
        <source>Save the cell and go right</source>
        <translation>Zelle speichern und nach rechts gehen</translation>
    </message>
    <message>
        <source>Save the cell and go left</source>
        <translation>Zelle speichern und nach links gehen</translation>
    </message>
    <message>
        <source>Give up the edit</source>
        <translation>Bearbeitung abbrechen</translation>
    </message>
    <message>
        <source>Say why the cell was refused, or help</source>
        <translation>Sagen, warum die Zelle abgelehnt wurde, oder Hilfe</translation>
    </message>
    <message>
        <source>Copy the selected cells</source>
        <translation>Ausgewählte Zellen kopieren</translation>
    </message>
    <message>
        <source>Paste a block of cells</source>
        <translation>Einen Block von Zellen einfügen</translation>
    </message>
    <message>
        <source>Fill the selection from its first row</source>
        <translation>Auswahl mit ihrer ersten Zeile füllen</translation>
    </message>
    <message>
        <source>Delete the selected employees</source>
        <translation>Ausgewählte Personen löschen</translation>
    </message>
    <message>
        <source>Open the form of the record</source>
        <translation>Formular des Datensatzes öffnen</translation>
    </message>
    <message>
        <source>Go to the first employee</source>
        <translation>Zur ersten Person gehen</translation>
    </message>
    <message>
        <source>Go to the last employee</source>
        <translation>Zur letzten Person gehen</translation>
    </message>
</context>
<context>
    <name>WriteObstacle</name>
    <message>
        <source>Your role, %1, sees this field masked. An administrator can grant the access %2:read.</source>
        <translation>Ihre Rolle %1 sieht dieses Feld verdeckt. Die Verwaltung kann den Zugriff %2:read erteilen.</translation>
    </message>
    <message>
        <source>Your role, %1, may not add employees. An administrator can grant the right employee.add.</source>
        <translation>Ihre Rolle %1 darf niemanden hinzufügen. Die Verwaltung kann das Recht employee.add erteilen.</translation>
    </message>
    <message>
        <source>Every employee has the field %1, which your role, %2, may not write. An administrator can grant the access %3:write.</source>
        <translation>Zu jeder Person gehört das Feld %1, das Ihre Rolle %2 nicht schreiben darf. Die Verwaltung kann den Zugriff %3:write erteilen.</translation>
    </message>
</context>
<context>
    <name>WriteWarning</name>
    <message>
        <source>Another employee has the same SSN.</source>
        <translation>Eine andere Person hat dieselbe SSN.</translation>
    </message>
    <message>
        <source>The Social Security Administration has never issued this SSN.</source>
        <translation>Diese SSN wurde von der Social Security Administration nie vergeben.</translation>
    </message>
    <message>
        <source>The server asks to check this field: %1</source>
        <translation>Der Server bittet, dieses Feld zu prüfen: %1</translation>
    </message>
</context>
<context>
    <name>roster::gui</name>
    <message>
        <source>It is too short.</source>
        <translation>Es ist zu kurz.</translation>
    </message>
    <message>
        <source>It is too long.</source>
        <translation>Es ist zu lang.</translation>
    </message>
    <message>
        <source>It contains your user name or the name of this program.</source>
        <translation>Es enthält Ihren Benutzernamen oder den Namen dieses Programms.</translation>
    </message>
    <message>
        <source>It is the one you have now.</source>
        <translation>Es ist das, welches Sie jetzt haben.</translation>
    </message>
    <message>
        <source>It is a word that is tried first.</source>
        <translation>Es ist ein Wort, das zuerst ausprobiert wird.</translation>
    </message>
    <message>
        <source>It is easy to guess: use several words that have nothing to do with each other.</source>
        <translation>Es ist leicht zu erraten: Nehmen Sie mehrere Wörter, die nichts miteinander zu tun haben.</translation>
    </message>
    <message>
        <source>There is no host named %1.</source>
        <translation>Einen Rechner namens %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>Nothing answers at %1. Is the port right, and is the server running?</source>
        <translation>Unter %1 antwortet nichts. Stimmt der Port, und läuft der Server?</translation>
    </message>
    <message>
        <source>%1 cannot be reached from here. Is the network up?</source>
        <translation>%1 ist von hier nicht erreichbar. Besteht eine Netzwerkverbindung?</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1 hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>What answers at %1 is not a Roster server.</source>
        <translation>Was unter %1 antwortet, ist kein Roster-Server.</translation>
    </message>
    <message>
        <source>%1 closed the connection. If it happens again, it may not be a Roster server.</source>
        <translation>%1 hat die Verbindung geschlossen. Geschieht das wieder, ist es vielleicht kein Roster-Server.</translation>
    </message>
    <message>
        <source>%1 is not trusted, and nothing was sent to it.</source>
        <translation>%1 ist nicht vertrauenswürdig; es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>The user name or the password is wrong.</source>
        <translation>Der Benutzername oder das Passwort ist falsch.</translation>
    </message>
    <message>
        <source>This password cannot be used.</source>
        <translation>Dieses Passwort kann nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The session has ended. Please sign in again.</source>
        <translation>Die Sitzung ist beendet. Bitte melden Sie sich wieder an.</translation>
    </message>
    <message>
        <source>The server asks to wait: too many failed attempts, or it is busy.</source>
        <translation>Der Server bittet um Geduld: zu viele Fehlversuche, oder er ist ausgelastet.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>abc: begins with it. *abc: contains it. =abc: is exactly that. = alone: is empty.</source>
        <translation>abc: beginnt damit. *abc: enthält es. =abc: ist genau das. = allein: ist leer.</translation>
    </message>
    <message>
        <source>All nine digits of an SSN.</source>
        <translation>Alle neun Ziffern einer SSN.</translation>
    </message>
    <message>
        <source>A date such as %1, a year, or a range: 2020..2022, &gt;=2020, &lt;=%1. = alone: is empty.</source>
        <translation>Ein Datum wie %1, ein Jahr oder ein Bereich: 2020..2022, &gt;=2020, &lt;=%1. = allein: ist leer.</translation>
    </message>
    <message>
        <source>A number, or a range: 10..20, &gt;=10, &lt;=20.</source>
        <translation>Eine Zahl oder ein Bereich: 10..20, &gt;=10, &lt;=20.</translation>
    </message>
    <message>
        <source>begins with</source>
        <translation>beginnt mit</translation>
    </message>
    <message>
        <source>nine digits</source>
        <translation>neun Ziffern</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>from..to</source>
        <translation>von..bis</translation>
    </message>
</context>
<context>
    <name>roster::gui::AboutDialog</name>
    <message>
        <source>About Roster</source>
        <translation>Über Roster</translation>
    </message>
    <message>
        <source>Libraries and licence</source>
        <translation>Bibliotheken und Lizenz</translation>
    </message>
    <message>
        <source>Built on:</source>
        <translation>Beruht auf:</translation>
    </message>
    <message>
        <source>Roster %1</source>
        <translation>Roster %1</translation>
    </message>
    <message>
        <source>Employee records on a server of your own, over a connection that nobody else can read. Free software under the MIT licence.</source>
        <translation>Personaldaten auf dem eigenen Server, über eine Verbindung, die sonst niemand mitlesen kann. Freie Software unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>Versionen kopieren</translation>
    </message>
</context>
<context>
    <name>roster::gui::CalendarPopup</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>No date</source>
        <translation>Kein Datum</translation>
    </message>
    <message>
        <source>Calendar for %1</source>
        <translation>Kalender für %1</translation>
    </message>
    <message>
        <source>Previous month</source>
        <translation>Voriger Monat</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Nächster Monat</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Jahr</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
</context>
<context>
    <name>roster::gui::ChangedIdentityPage</name>
    <message>
        <source>The words known so far</source>
        <translation>Die bisher bekannten Wörter</translation>
    </message>
    <message>
        <source>The fingerprint known so far</source>
        <translation>Der bisher bekannte Fingerabdruck</translation>
    </message>
    <message>
        <source>The words shown now</source>
        <translation>Die jetzt gezeigten Wörter</translation>
    </message>
    <message>
        <source>The fingerprint shown now</source>
        <translation>Der jetzt gezeigte Fingerabdruck</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Somebody may stand between this computer and the server, or the server was set up anew. Nothing was sent, and nothing will be.</source>
        <translation>Vielleicht steht jemand zwischen diesem Rechner und dem Server, oder der Server wurde neu aufgesetzt. Es wurde nichts gesendet, und es wird nichts gesendet.</translation>
    </message>
    <message>
        <source>What answers now shows</source>
        <translation>Was jetzt antwortet, zeigt</translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator, by telephone or in person. Only when the new words are confirmed, make this computer forget the old ones, in a terminal:</source>
        <translation>Fragen Sie, wer den Server verwaltet, am Telefon oder persönlich. Erst wenn die neuen Wörter bestätigt sind, lassen Sie diesen Rechner die alten vergessen, in einem Terminal:</translation>
    </message>
    <message>
        <source>The identity of %1 has changed</source>
        <translation>%1 weist sich anders aus als bisher</translation>
    </message>
    <message>
        <source>A moment ago it showed other words.</source>
        <translation>Gerade eben zeigte er noch andere Wörter.</translation>
    </message>
    <message>
        <source>Since %1 it has been known by</source>
        <translation>Seit %1 ist er bekannt als</translation>
    </message>
</context>
<context>
    <name>roster::gui::ChoiceEditor</name>
    <message>
        <source>Values for %1</source>
        <translation>Werte für %1</translation>
    </message>
</context>
<context>
    <name>roster::gui::ConflictDialog</name>
    <message>
        <source>Changed by somebody else</source>
        <translation>Von jemand anderem geändert</translation>
    </message>
    <message>
        <source>Fields that both of you changed</source>
        <translation>Felder, die Sie beide geändert haben</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>Später entscheiden</translation>
    </message>
    <message>
        <source>Save my choices</source>
        <translation>Meine Auswahl speichern</translation>
    </message>
    <message>
        <source>Keep theirs</source>
        <translation>Das andere behalten</translation>
    </message>
    <message>
        <source>Your values stay in the table, marked as not saved</source>
        <translation>Ihre Werte bleiben in der Tabelle, als nicht gespeichert markiert</translation>
    </message>
    <message>
        <source>%1 changed %2 on %3, while you were editing the same. Nothing of yours has been saved yet. Which values shall stand?</source>
        <translation>%1 hat %2 am %3 geändert, während Sie dasselbe bearbeitet haben. Von Ihnen ist noch nichts gespeichert. Welche Werte sollen gelten?</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>Von anderen</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Von Ihnen</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Etwas anderes</translation>
    </message>
    <message>
        <source>%1, something else</source>
        <translation>%1, etwas anderes</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <comment>a field, whose value, the value</comment>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>(empty)</source>
        <comment>a value</comment>
        <translation>(leer)</translation>
    </message>
</context>
<context>
    <name>roster::gui::ConnectionBanner</name>
    <message numerus="yes">
        <source>Connection lost. Trying again in %n second(s).</source>
        <translation>
            <numerusform>Verbindung verloren. Neuer Versuch in %n Sekunde.</numerusform>
            <numerusform>Verbindung verloren. Neuer Versuch in %n Sekunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) wait to be sent.</source>
        <translation>
            <numerusform>%n Änderung wartet auf das Senden.</numerusform>
            <numerusform>%n Änderungen warten auf das Senden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Connection lost. Connecting again...</source>
        <translation>Verbindung verloren. Sie wird wiederhergestellt …</translation>
    </message>
</context>
<context>
    <name>roster::gui::ConnectionDetailsDialog</name>
    <message>
        <source>Server:</source>
        <translation>Server:</translation>
    </message>
    <message>
        <source>Protection:</source>
        <translation>Schutz:</translation>
    </message>
    <message>
        <source>No connection has been made yet.</source>
        <translation>Es gab noch keine Verbindung.</translation>
    </message>
    <message>
        <source>Cipher:</source>
        <translation>Verschlüsselung:</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n bit(s)</source>
        <translation>
            <numerusform>%1, %n Bit</numerusform>
            <numerusform>%1, %n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>Certificate of:</source>
        <translation>Zertifikat von:</translation>
    </message>
    <message>
        <source>Valid for:</source>
        <translation>Gültig für:</translation>
    </message>
    <message>
        <source>Issued by:</source>
        <translation>Ausgestellt von:</translation>
    </message>
    <message>
        <source>Valid:</source>
        <translation>Gültig:</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Fingerprint:</source>
        <translation>Fingerabdruck:</translation>
    </message>
    <message>
        <source>In words:</source>
        <translation>In Wörtern:</translation>
    </message>
    <message>
        <source>An administrator sees the same words on the server with &quot;roster-server certificate show&quot;. If they differ, somebody stands between you and the server.</source>
        <translation>Wer den Server verwaltet, sieht dort mit „roster-server certificate show“ dieselben Wörter. Sind es andere, steht jemand zwischen Ihnen und dem Server.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Connection details</source>
        <translation>Einzelheiten der Verbindung</translation>
    </message>
    <message>
        <source>Copy fingerprint</source>
        <translation>Fingerabdruck kopieren</translation>
    </message>
</context>
<context>
    <name>roster::gui::CredentialsPage</name>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>&amp;Keep me signed in</source>
        <translation>&amp;Angemeldet bleiben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>payroll.example or payroll.example:7433</source>
        <translation>personal.example oder personal.example:7433</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Keep me signed in</source>
        <translation>Angemeldet bleiben</translation>
    </message>
    <message>
        <source>Keeps the session, but never the password, in the desktop&apos;s key ring.</source>
        <translation>Bewahrt die Sitzung, aber nie das Passwort, im Schlüsselbund des Desktops auf.</translation>
    </message>
    <message>
        <source>S&amp;erver</source>
        <translation>S&amp;erver</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>&amp;Benutzername</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Passwort</translation>
    </message>
    <message>
        <source>Sign in to Roster</source>
        <translation>Bei Roster anmelden</translation>
    </message>
</context>
<context>
    <name>roster::gui::DateEditor</name>
    <message>
        <source>Calendar for %1</source>
        <translation>Kalender für %1</translation>
    </message>
    <message>
        <source>Pick from a calendar (Alt+Down)</source>
        <translation>Aus einem Kalender wählen (Alt+Unten)</translation>
    </message>
</context>
<context>
    <name>roster::gui::EmployeeEditor</name>
    <message>
        <source>The server gives each employee a number; it never changes.</source>
        <translation>Der Server gibt jeder Person eine Nummer; sie ändert sich nie.</translation>
    </message>
    <message>
        <source>Your role, %1, may not change employees. An administrator can grant the right employee.update.</source>
        <translation>Ihre Rolle %1 darf Personaldaten nicht ändern. Die Verwaltung kann das Recht employee.update erteilen.</translation>
    </message>
    <message>
        <source>Your role, %1, may not change this field. An administrator can grant the access %2:write.</source>
        <translation>Ihre Rolle %1 darf dieses Feld nicht ändern. Die Verwaltung kann den Zugriff %2:write erteilen.</translation>
    </message>
    <message>
        <source>Somebody else has changed employee %1 since, so it was left as it is.</source>
        <translation>Person %1 wurde inzwischen von jemand anderem geändert und blieb deshalb, wie sie ist.</translation>
    </message>
    <message>
        <source>Somebody else has changed this meanwhile.</source>
        <translation>Das hat inzwischen jemand anderes geändert.</translation>
    </message>
    <message>
        <source>Employee %1 has been deleted; what you typed was not saved.</source>
        <translation>Person %1 wurde gelöscht; Ihre Eingabe wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>Employee %1 is saved. %2</source>
        <translation>Person %1 ist gespeichert. %2</translation>
    </message>
</context>
<context>
    <name>roster::gui::EmployeeForm</name>
    <message>
        <source>Discard changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>* must be filled in</source>
        <translation>* muss ausgefüllt werden</translation>
    </message>
    <message>
        <source>Add another</source>
        <translation>Weitere hinzufügen</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Keep this window open for the next employee</source>
        <translation>Dieses Fenster für die nächste Person offen lassen</translation>
    </message>
    <message>
        <source>Add employee</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save changes</source>
        <translation>Änderungen speichern</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>This employee has been deleted. Restore the record to change it.</source>
        <translation>Diese Person wurde gelöscht. Stellen Sie den Datensatz wieder her, um ihn zu ändern.</translation>
    </message>
    <message>
        <source>%1 was added.</source>
        <translation>%1 wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>editing %1</source>
        <translation>Bearbeiten von %1</translation>
    </message>
    <message>
        <source>There is no connection. What you typed is sent as soon as there is one; you may close this window.</source>
        <translation>Es gibt keine Verbindung. Ihre Eingabe wird gesendet, sobald es eine gibt; Sie können dieses Fenster schließen.</translation>
    </message>
    <message>
        <source>Adding the employee...</source>
        <translation>Die Person wird hinzugefügt …</translation>
    </message>
    <message>
        <source>Saving...</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message numerus="yes">
        <source>%1 And %n more.</source>
        <translation>
            <numerusform>%1 Und noch %n weitere.</numerusform>
            <numerusform>%1 Und noch %n weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has been changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>New employee</source>
        <translation>Neue Person</translation>
    </message>
    <message>
        <source>Version %1, changed %2 by %3</source>
        <translation>Version %1, geändert %2 von %3</translation>
    </message>
    <message>
        <source>This employee has not been added. Discard what you typed?</source>
        <translation>Diese Person wurde noch nicht hinzugefügt. Die Eingabe verwerfen?</translation>
    </message>
    <message>
        <source>The changes of %1 have not been saved. Discard them?</source>
        <translation>Die Änderungen an %1 sind nicht gespeichert. Verwerfen?</translation>
    </message>
</context>
<context>
    <name>roster::gui::EmployeeHeader</name>
    <message>
        <source>Filter for %1</source>
        <translation>Filter für %1</translation>
    </message>
</context>
<context>
    <name>roster::gui::EmployeePane</name>
    <message>
        <source>Add an employee</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>No employee matches the filters on %1.</source>
        <translation>Niemand passt zu den Filtern: %1.</translation>
    </message>
    <message>
        <source>No employee has been deleted.</source>
        <translation>Niemand wurde gelöscht.</translation>
    </message>
    <message>
        <source>There are no employees yet.</source>
        <translation>Es ist noch niemand eingetragen.</translation>
    </message>
    <message>
        <source>the search “%1”</source>
        <translation>die Suche „%1“</translation>
    </message>
    <message>
        <source>Import from a file</source>
        <translation>Aus einer Datei importieren</translation>
    </message>
</context>
<context>
    <name>roster::gui::EmployeeTableModel</name>
    <message>
        <source>change of %1</source>
        <translation>Änderung von %1</translation>
    </message>
    <message>
        <source>Not saved: %1 Press F2 to change it, or Esc to give it up.</source>
        <translation>Nicht gespeichert: %1 F2 ändert die Eingabe, Esc verwirft sie.</translation>
    </message>
    <message>
        <source>On its way to the server.</source>
        <translation>Unterwegs zum Server.</translation>
    </message>
    <message>
        <source>Taken over as it was; it fits no rule: %1</source>
        <translation>Übernommen, wie es war; es passt zu keiner Regel: %1</translation>
    </message>
</context>
<context>
    <name>roster::gui::EmployeeTableView</name>
    <message>
        <source>Employees</source>
        <translation>Personal</translation>
    </message>
</context>
<context>
    <name>roster::gui::ExportDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export employees</source>
        <translation>Personen exportieren</translation>
    </message>
    <message>
        <source>Writing %1...</source>
        <translation>%1 wird geschrieben ...</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Writing %1: %2 of %3 employees</source>
        <translation>%1 wird geschrieben: %2 von %3 Personen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>%1 holds %n employee(s). Only you can read it; it is not sealed, so keep it safe.</source>
        <translation>
            <numerusform>%1 enthält %n Person. Nur Sie können die Datei lesen; sie ist nicht versiegelt, bewahren Sie sie also sicher auf.</numerusform>
            <numerusform>%1 enthält %n Personen. Nur Sie können die Datei lesen; sie ist nicht versiegelt, bewahren Sie sie also sicher auf.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was exported. %1</source>
        <translation>Es wurde nichts exportiert. %1</translation>
    </message>
</context>
<context>
    <name>roster::gui::ExportRun</name>
    <message>
        <source>The file cannot be written: %1</source>
        <translation>Die Datei kann nicht geschrieben werden: %1</translation>
    </message>
</context>
<context>
    <name>roster::gui::FieldEditor</name>
    <message>
        <source>such as %1</source>
        <comment>an example of what to type</comment>
        <translation>etwa %1</translation>
    </message>
</context>
<context>
    <name>roster::gui::FieldForm</name>
    <message>
        <source>%1 in %2</source>
        <comment>a field and its currency</comment>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1 *</source>
        <comment>a required field</comment>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>%1, required</source>
        <translation>%1, erforderlich</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a field and its problem</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>(empty)</source>
        <comment>a value</comment>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>%1 has changed this meanwhile: %2</source>
        <translation>%1 hat das inzwischen geändert: %2</translation>
    </message>
</context>
<context>
    <name>roster::gui::GuiApp</name>
    <message>
        <source>The window was locked because nobody used it for a while.</source>
        <translation>Das Fenster wurde gesperrt, weil es eine Weile niemand benutzt hat.</translation>
    </message>
</context>
<context>
    <name>roster::gui::ImportDialog</name>
    <message>
        <source>&amp;Only lines with problems</source>
        <translation>&amp;Nur Zeilen mit Problemen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Import employees</source>
        <translation>Personen importieren</translation>
    </message>
    <message numerus="yes">
        <source>%1 holds %n employee(s).</source>
        <translation>
            <numerusform>%1 enthält %n Person.</numerusform>
            <numerusform>%1 enthält %n Personen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has been added yet.</source>
        <translation>Es wurde noch nichts hinzugefügt.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them cannot be added as the line stands; nothing has been added yet.</source>
        <translation>
            <numerusform>%n davon kann so, wie die Zeile dasteht, nicht hinzugefügt werden; es wurde noch nichts hinzugefügt.</numerusform>
            <numerusform>%n davon können so, wie die Zeilen dastehen, nicht hinzugefügt werden; es wurde noch nichts hinzugefügt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message numerus="yes">
        <source>Add %n employee(s)</source>
        <translation>
            <numerusform>%n Person hinzufügen</numerusform>
            <numerusform>%n Personen hinzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Lines of the file</source>
        <translation>Zeilen der Datei</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message numerus="yes">
        <source>%n employee(s) were added.</source>
        <translation>
            <numerusform>%n Person wurde hinzugefügt.</numerusform>
            <numerusform>%n Personen wurden hinzugefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were not; the list says why.</source>
        <translation>
            <numerusform>%n Zeile nicht; die Liste sagt, warum.</numerusform>
            <numerusform>%n Zeilen nicht; die Liste sagt, warum.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The employees are being added.</source>
        <translation>Die Personen werden hinzugefügt.</translation>
    </message>
</context>
<context>
    <name>roster::gui::ImportTable</name>
    <message>
        <source>Added as %1.</source>
        <translation>Hinzugefügt als %1.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Not added: the import was stopped.</source>
        <translation>Nicht hinzugefügt: Der Import wurde angehalten.</translation>
    </message>
</context>
<context>
    <name>roster::gui::LockScreen</name>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Wieder anmelden</translation>
    </message>
    <message>
        <source>Roster is locked</source>
        <translation>Roster ist gesperrt</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>Geben Sie Ihr Passwort ein.</translation>
    </message>
    <message>
        <source>Signing in...</source>
        <translation>Anmeldung läuft …</translation>
    </message>
    <message>
        <source>Your password must be changed first. Sign out; when you sign in again, you are asked for a new one.</source>
        <translation>Ihr Passwort muss zuerst geändert werden. Melden Sie sich ab; bei der nächsten Anmeldung werden Sie nach einem neuen gefragt.</translation>
    </message>
</context>
<context>
    <name>roster::gui::LoginAttempt</name>
    <message>
        <source>The password was changed meanwhile. Sign in with the new one.</source>
        <translation>Das Passwort wurde inzwischen geändert. Melden Sie sich mit dem neuen an.</translation>
    </message>
</context>
<context>
    <name>roster::gui::LoginDialog</name>
    <message>
        <source>Sign in - Roster</source>
        <translation>Anmelden - Roster</translation>
    </message>
    <message>
        <source>Which server? Type its name.</source>
        <translation>Welcher Server? Geben Sie seinen Namen ein.</translation>
    </message>
    <message>
        <source>Write the server as HOST, HOST:PORT or [IPV6]:PORT.</source>
        <translation>Schreiben Sie den Server als RECHNER, RECHNER:PORT oder [IPV6]:PORT.</translation>
    </message>
    <message>
        <source>Type your user name.</source>
        <translation>Geben Sie Ihren Benutzernamen ein.</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>Geben Sie Ihr Passwort ein.</translation>
    </message>
    <message>
        <source>Connecting to %1...</source>
        <translation>Verbindung zu %1 wird aufgebaut …</translation>
    </message>
    <message>
        <source>Checking the certificate of %1...</source>
        <translation>Zertifikat von %1 wird geprüft …</translation>
    </message>
    <message>
        <source>Signing in as %1...</source>
        <translation>Anmeldung als %1 läuft …</translation>
    </message>
    <message>
        <source>Setting your password...</source>
        <translation>Ihr Passwort wird gesetzt …</translation>
    </message>
    <message>
        <source>Your last session has ended. Type your password.</source>
        <translation>Ihre letzte Sitzung ist beendet. Geben Sie Ihr Passwort ein.</translation>
    </message>
    <message>
        <source>%1 is not trusted. Nothing was sent to it.</source>
        <translation>%1 ist nicht vertrauenswürdig. Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
</context>
<context>
    <name>roster::gui::MainWindow</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>&amp;Add employee...</source>
        <translation>Person &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>&amp;Delete...</source>
        <translation>&amp;Löschen …</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Show record...</source>
        <translation>&amp;Datensatz anzeigen …</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>&amp;Fill down</source>
        <translation>Nach &amp;unten ausfüllen</translation>
    </message>
    <message>
        <source>S&amp;earch</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Filter row</source>
        <translation>&amp;Filterzeile</translation>
    </message>
    <message>
        <source>&amp;Clear filters</source>
        <translation>Filter &amp;löschen</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
        <source>&amp;Deleted employees</source>
        <translation>&amp;Gelöschte Personen</translation>
    </message>
    <message>
        <source>&amp;Lock</source>
        <translation>S&amp;perren</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>Ab&amp;melden</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Settings...</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>&amp;Connection...</source>
        <translation>&amp;Verbindung …</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;What about this cell?</source>
        <translation>&amp;Was ist mit dieser Zelle?</translation>
    </message>
    <message>
        <source>&amp;About Roster</source>
        <translation>Ü&amp;ber Roster</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>&amp;Spalten</translation>
    </message>
    <message>
        <source>&amp;Record</source>
        <translation>Da&amp;tensatz</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>E&amp;xtras</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Quick search</source>
        <translation>Schnellsuche</translation>
    </message>
    <message>
        <source>Search: name, title, department, e-mail</source>
        <translation>Suche: Name, Position, Abteilung, E-Mail</translation>
    </message>
    <message>
        <source>Every word must begin a word of the name, department, title or e-mail.</source>
        <translation>Mit jedem Wort muss ein Wort von Name, Abteilung, Position oder E-Mail beginnen.</translation>
    </message>
    <message>
        <source>You have locked the window.</source>
        <translation>Sie haben das Fenster gesperrt.</translation>
    </message>
    <message>
        <source>Your role, %1, lacks the right %2. An administrator can grant it.</source>
        <translation>Ihrer Rolle %1 fehlt das Recht %2. Die Verwaltung kann es erteilen.</translation>
    </message>
    <message>
        <source>Employees - %1</source>
        <translation>Personal - %1</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) have not reached the server yet and will be lost.</source>
        <translation>
            <numerusform>%n Änderung hat den Server noch nicht erreicht und geht verloren.</numerusform>
            <numerusform>%n Änderungen haben den Server noch nicht erreicht und gehen verloren.</numerusform>
        </translation>
    </message>
    <message>
        <source>Some cells hold values that the server refused; they will be lost.</source>
        <translation>Einige Zellen enthalten Werte, die der Server abgelehnt hat; sie gehen verloren.</translation>
    </message>
    <message>
        <source>An open form holds input that is not saved.</source>
        <translation>Ein offenes Formular enthält Eingaben, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <source>Leave and lose it</source>
        <translation>Verlassen und verwerfen</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message numerus="yes">
        <source>%n employee(s) of an import have not been added yet.</source>
        <translation>
            <numerusform>%n Person eines Imports ist noch nicht hinzugefügt.</numerusform>
            <numerusform>%n Personen eines Imports sind noch nicht hinzugefügt.</numerusform>
        </translation>
    </message>
    <message>
        <source>An export is not finished; its file will not be there.</source>
        <translation>Ein Export ist nicht fertig; seine Datei wird es nicht geben.</translation>
    </message>
    <message>
        <source>&amp;Import...</source>
        <translation>&amp;Importieren ...</translation>
    </message>
    <message>
        <source>&amp;Export...</source>
        <translation>&amp;Exportieren ...</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>The record or the right to change it is gone; what you typed was not saved: %1</source>
        <translation>Den Datensatz oder das Recht, ihn zu ändern, gibt es nicht mehr; was Sie eingegeben haben, wurde nicht gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>roster::gui::PasswordChangePage</name>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Neues Passwort noch einmal</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Set password and sign in</source>
        <translation>Passwort setzen und anmelden</translation>
    </message>
    <message>
        <source>&amp;New password</source>
        <translation>&amp;Neues Passwort</translation>
    </message>
    <message>
        <source>New password &amp;again</source>
        <translation>Neues Passwort noch &amp;einmal</translation>
    </message>
    <message>
        <source>Long is what counts: 15 characters or more, such as four or five words that have nothing to do with each other.</source>
        <translation>Auf die Länge kommt es an: 15 Zeichen oder mehr, etwa vier oder fünf Wörter, die nichts miteinander zu tun haben.</translation>
    </message>
    <message>
        <source>Choose your password</source>
        <translation>Wählen Sie Ihr Passwort</translation>
    </message>
    <message>
        <source>The one you signed in with was made for one use. Choose your own to go on.</source>
        <translation>Das Passwort, mit dem Sie sich angemeldet haben, gilt nur einmal. Wählen Sie ein eigenes, um fortzufahren.</translation>
    </message>
    <message>
        <source>Type the new password twice.</source>
        <translation>Geben Sie das neue Passwort zweimal ein.</translation>
    </message>
    <message>
        <source>The two were not the same. Type them again.</source>
        <translation>Die beiden waren nicht gleich. Geben Sie sie noch einmal ein.</translation>
    </message>
</context>
<context>
    <name>roster::gui::PasswordField</name>
    <message>
        <source>Caps Lock is on.</source>
        <translation>Die Feststelltaste ist an.</translation>
    </message>
    <message>
        <source>Hide the password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>roster::gui::PasteProblems</name>
    <message>
        <source>Not everything can be pasted</source>
        <translation>Nicht alles kann eingefügt werden</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) stand(s) in the way. Nothing has been changed yet.</source>
        <translation>
            <numerusform>%n Problem steht im Weg. Es wurde noch nichts geändert.</numerusform>
            <numerusform>%n Probleme stehen im Weg. Es wurde noch nichts geändert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Employee</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>To be pasted</source>
        <translation>Einzufügen</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message numerus="yes">
        <source>Paste the other %n cell(s)</source>
        <translation>
            <numerusform>Die übrige Zelle einfügen (%n)</numerusform>
            <numerusform>Die übrigen %n Zellen einfügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Paste nothing</source>
        <translation>Nichts einfügen</translation>
    </message>
</context>
<context>
    <name>roster::gui::ServerSession</name>
    <message>
        <source>You are signed out.</source>
        <translation>Sie sind abgemeldet.</translation>
    </message>
    <message>
        <source>Your password was changed, so you were signed out.</source>
        <translation>Ihr Passwort wurde geändert, deshalb wurden Sie abgemeldet.</translation>
    </message>
    <message>
        <source>Your account was disabled.</source>
        <translation>Ihr Konto wurde gesperrt.</translation>
    </message>
    <message>
        <source>Your session was ended by you elsewhere, or by an administrator.</source>
        <translation>Ihre Sitzung wurde beendet: von Ihnen an anderer Stelle oder von der Verwaltung.</translation>
    </message>
    <message>
        <source>Your session has expired.</source>
        <translation>Ihre Sitzung ist abgelaufen.</translation>
    </message>
</context>
<context>
    <name>roster::gui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Safety at the desk</source>
        <translation>Sicherheit am Arbeitsplatz</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>&amp;Colours:</source>
        <translation>&amp;Farben:</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Sprache:</translation>
    </message>
    <message>
        <source>Another language is used from the next start on.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Minutes without use until the window is locked</source>
        <translation>Minuten ohne Benutzung, bis das Fenster gesperrt wird</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>Lock without &amp;use after:</source>
        <translation>Ohne &amp;Benutzung sperren nach:</translation>
    </message>
    <message>
        <source>Seconds until a copied SSN leaves the clipboard</source>
        <translation>Sekunden, bis eine kopierte SSN aus der Zwischenablage verschwindet</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Copied &amp;SSNs leave the clipboard after:</source>
        <translation>&amp;Kopierte SSNs bleiben in der Zwischenablage:</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>roster::gui::ShortcutsDialog</name>
    <message>
        <source>Filter the keys</source>
        <translation>Tasten filtern</translation>
    </message>
    <message>
        <source>Filter: a word or a key</source>
        <translation>Filter: ein Wort oder eine Taste</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Wirkung</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>roster::gui::StateLine</name>
    <message>
        <source>You can try again now.</source>
        <translation>Sie können es jetzt wieder versuchen.</translation>
    </message>
    <message>
        <source>%1 You can try again in %2.</source>
        <translation>%1 Sie können es in %2 wieder versuchen.</translation>
    </message>
</context>
<context>
    <name>roster::gui::StatusLine</name>
    <message>
        <source>clear</source>
        <translation>löschen</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>sort again</source>
        <translation>neu sortieren</translation>
    </message>
    <message>
        <source>Sort again</source>
        <translation>Neu sortieren</translation>
    </message>
    <message>
        <source>Values that this list is sorted or filtered by have changed since.</source>
        <translation>Werte, nach denen diese Liste sortiert oder gefiltert ist, haben sich seither geändert.</translation>
    </message>
    <message numerus="yes">
        <source>%1 deleted employees</source>
        <translation>
            <numerusform>%1 gelöschte Person</numerusform>
            <numerusform>%1 gelöschte Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 employees</source>
        <translation>
            <numerusform>%1 Person</numerusform>
            <numerusform>%1 Personen</numerusform>
        </translation>
    </message>
    <message>
        <source>More than %1 employees, filtered</source>
        <translation>Mehr als %1 Personen, gefiltert</translation>
    </message>
    <message>
        <source>%1 of %2 employees, filtered</source>
        <translation>%1 von %2 Personen, gefiltert</translation>
    </message>
    <message>
        <source>%1 employees, filtered</source>
        <translation>%1 Personen, gefiltert</translation>
    </message>
    <message>
        <source>Row %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>speichert</translation>
    </message>
    <message>
        <source>online</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>abgemeldet</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Connection to %1: %2</source>
        <translation>Verbindung zu %1: %2</translation>
    </message>
    <message>
        <source>Show how the connection is protected</source>
        <translation>Zeigen, wie die Verbindung geschützt ist</translation>
    </message>
</context>
<context>
    <name>roster::gui::TableCommands</name>
    <message numerus="yes">
        <source>Delete %n employee(s)? They can be restored later.</source>
        <translation>
            <numerusform>%n Person löschen? Sie kann später wiederhergestellt werden.</numerusform>
            <numerusform>%n Personen löschen? Sie können später wiederhergestellt werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n employee(s)</source>
        <translation>
            <numerusform>%n Person löschen</numerusform>
            <numerusform>%n Personen löschen</numerusform>
        </translation>
    </message>
    <message>
        <source>At most %1 rows can be copied at once.</source>
        <translation>Es können höchstens %1 Zeilen auf einmal kopiert werden.</translation>
    </message>
    <message>
        <source>Some of the rows have not been loaded; nothing was copied. Scroll through them first.</source>
        <translation>Einige Zeilen sind noch nicht geladen; es wurde nichts kopiert. Blättern Sie zuerst durch sie hindurch.</translation>
    </message>
    <message>
        <source>pasting</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>filling down</source>
        <translation>Ausfüllen nach unten</translation>
    </message>
    <message>
        <source>Some of the selected rows have not been loaded; they are left out.</source>
        <translation>Einige der ausgewählten Zeilen sind noch nicht geladen; sie wurden ausgelassen.</translation>
    </message>
    <message>
        <source>decision of a conflict</source>
        <translation>Entscheidung eines Konflikts</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::TransferCommands</name>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Import employees</source>
        <translation>Personen importieren</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt)</source>
        <translation>Tabellen (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Export employees</source>
        <translation>Personen exportieren</translation>
    </message>
    <message>
        <source>employees</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 was not imported. %2</source>
        <translation>%1 wurde nicht importiert. %2</translation>
    </message>
    <message>
        <source>Your role sees %1 masked; the file has no such column.</source>
        <translation>Ihre Rolle sieht %1 nur maskiert; die Datei hat keine solche Spalte.</translation>
    </message>
</context>
<context>
    <name>roster::gui::TrustPage</name>
    <message>
        <source>The server&apos;s six words</source>
        <translation>Die sechs Wörter des Servers</translation>
    </message>
    <message>
        <source>The server&apos;s fingerprint</source>
        <translation>Der Fingerabdruck des Servers</translation>
    </message>
    <message>
        <source>&amp;Do not connect</source>
        <translation>&amp;Nicht verbinden</translation>
    </message>
    <message>
        <source>&amp;Trust this server</source>
        <translation>&amp;Diesem Server vertrauen</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>This computer has not met it before, and no authority vouches for it. Your password has not been sent. Compare these words with those of the server:</source>
        <translation>Dieser Rechner kennt ihn noch nicht, und keine Zertifizierungsstelle bürgt für ihn. Ihr Passwort wurde nicht gesendet. Vergleichen Sie diese Wörter mit denen des Servers:</translation>
    </message>
    <message>
        <source>Its administrator sees the same words, on the server&apos;s host, with the command</source>
        <translation>Wer ihn verwaltet, sieht dieselben Wörter auf dem Rechner des Servers mit dem Befehl</translation>
    </message>
    <message>
        <source>Ask by telephone or in person. If a single word differs, somebody may be listening: do not connect.</source>
        <translation>Fragen Sie am Telefon oder persönlich. Weicht auch nur ein Wort ab, hört vielleicht jemand mit: Verbinden Sie sich nicht.</translation>
    </message>
    <message>
        <source>Is %1 the right server?</source>
        <translation>Ist %1 der richtige Server?</translation>
    </message>
</context>
</TS>
