<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>EditHistory</name>
    <message numerus="yes">
        <source>adding %n employee(s)</source>
        <translation>
            <numerusform>adding %n employee</numerusform>
            <numerusform>adding %n employees</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>deleting %n employee(s)</source>
        <translation>
            <numerusform>deleting %n employee</numerusform>
            <numerusform>deleting %n employees</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restoring %n employee(s)</source>
        <translation>
            <numerusform>restoring %n employee</numerusform>
            <numerusform>restoring %n employees</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FieldProblem</name>
    <message numerus="yes">
        <source>At most %n characters fit here.</source>
        <translation>
            <numerusform>At most %n character fits here.</numerusform>
            <numerusform>At most %n characters fit here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PastePlan</name>
    <message numerus="yes">
        <source>%n row(s) more than there is room for.</source>
        <translation>
            <numerusform>%n row more than there is room for.</numerusform>
            <numerusform>%n rows more than there is room for.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n column(s) more than there is room for.</source>
        <translation>
            <numerusform>%n column more than there is room for.</numerusform>
            <numerusform>%n columns more than there is room for.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::ConnectionBanner</name>
    <message numerus="yes">
        <source>Connection lost. Trying again in %n second(s).</source>
        <translation>
            <numerusform>Connection lost. Trying again in %n second.</numerusform>
            <numerusform>Connection lost. Trying again in %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) wait to be sent.</source>
        <translation>
            <numerusform>%n edit waits to be sent.</numerusform>
            <numerusform>%n edits wait to be sent.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::ConnectionDetailsDialog</name>
    <message numerus="yes">
        <source>%1, %n bit(s)</source>
        <translation>
            <numerusform>%1, %n bit</numerusform>
            <numerusform>%1, %n bits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::EmployeeForm</name>
    <message numerus="yes">
        <source>%1 And %n more.</source>
        <translation>
            <numerusform>%1 And %n more.</numerusform>
            <numerusform>%1 And %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::ExportDialog</name>
    <message numerus="yes">
        <source>%1 holds %n employee(s). Only you can read it; it is not sealed, so keep it safe.</source>
        <translation>
            <numerusform>%1 holds %n employee. Only you can read it; it is not sealed, so keep it safe.</numerusform>
            <numerusform>%1 holds %n employees. Only you can read it; it is not sealed, so keep it safe.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::ImportDialog</name>
    <message numerus="yes">
        <source>%1 holds %n employee(s).</source>
        <translation>
            <numerusform>%1 holds %n employee.</numerusform>
            <numerusform>%1 holds %n employees.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them cannot be added as the line stands; nothing has been added yet.</source>
        <translation>
            <numerusform>%n of them cannot be added as the line stands; nothing has been added yet.</numerusform>
            <numerusform>%n of them cannot be added as the lines stand; nothing has been added yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n employee(s)</source>
        <translation>
            <numerusform>Add %n employee</numerusform>
            <numerusform>Add %n employees</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n employee(s) were added.</source>
        <translation>
            <numerusform>%n employee was added.</numerusform>
            <numerusform>%n employees were added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were not; the list says why.</source>
        <translation>
            <numerusform>%n line was not; the list says why.</numerusform>
            <numerusform>%n lines were not; the list says why.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::MainWindow</name>
    <message numerus="yes">
        <source>%n change(s) have not reached the server yet and will be lost.</source>
        <translation>
            <numerusform>%n change has not reached the server yet and will be lost.</numerusform>
            <numerusform>%n changes have not reached the server yet and will be lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n employee(s) of an import have not been added yet.</source>
        <translation>
            <numerusform>%n employee of an import has not been added yet.</numerusform>
            <numerusform>%n employees of an import have not been added yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::PasteProblems</name>
    <message numerus="yes">
        <source>%n problem(s) stand(s) in the way. Nothing has been changed yet.</source>
        <translation>
            <numerusform>%n problem stands in the way. Nothing has been changed yet.</numerusform>
            <numerusform>%n problems stand in the way. Nothing has been changed yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paste the other %n cell(s)</source>
        <translation>
            <numerusform>Paste the other %n cell</numerusform>
            <numerusform>Paste the other %n cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::StatusLine</name>
    <message numerus="yes">
        <source>%1 deleted employees</source>
        <translation>
            <numerusform>%1 deleted employee</numerusform>
            <numerusform>%1 deleted employees</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 employees</source>
        <translation>
            <numerusform>%1 employee</numerusform>
            <numerusform>%1 employees</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>roster::gui::TableCommands</name>
    <message numerus="yes">
        <source>Delete %n employee(s)? They can be restored later.</source>
        <translation>
            <numerusform>Delete %n employee? The record can be restored later.</numerusform>
            <numerusform>Delete %n employees? They can be restored later.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n employee(s)</source>
        <translation>
            <numerusform>Delete %n employee</numerusform>
            <numerusform>Delete %n employees</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>
