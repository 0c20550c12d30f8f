package vn.onshore.cli.check;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Problem;

/**
 * JUnit XML as CI servers read it: a suite a file, a case a row. Violations are failures; what is unknown or unusable is
 * an error, because an unanswered question must not pass.
 */
final class JUnitFormat implements Format.Form {

    private static final class Suite {
        private final List<Row> rows = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        private int cases() {
            return rows.size() + problems.size();
        }

        private long count(Verdict verdict) {
            return rows.stream().filter(row -> row.is(verdict)).count();
        }
    }

    @Override
    public void write(Verdicts verdicts, Writer out) throws IOException {
        var suites = new TreeMap<String, Suite>();
        verdicts.rows()
                .forEach(row -> suites.computeIfAbsent(row.source().file(), f -> new Suite())
                        .rows
                        .add(row));
        verdicts.problems()
                .forEach(problem -> suites.computeIfAbsent(problem.file(), f -> new Suite())
                        .problems
                        .add(problem));
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "onshore check");
            for (var suite : suites.entrySet()) {
                suite(suite.getKey(), suite.getValue(), xml);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
            out.write("\n");
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }

    private static void suite(String file, Suite suite, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", valid(file));
        xml.writeAttribute("tests", Integer.toString(suite.cases()));
        xml.writeAttribute("failures", Long.toString(suite.count(Verdict.NotMet)));
        var errors = suite.problems.size() + suite.count(Verdict.Unknown) + suite.count(Verdict.Partial);
        xml.writeAttribute("errors", Long.toString(errors));
        for (var problem : suite.problems) {
            start(xml, "input", problem.line() == 0 ? "file" : "line " + problem.line(), file, problem.line());
            outcome(xml, "error", "Unusable", problem.sentence(), "");
        }
        for (var row : suite.rows) {
            var finding = row.finding();
            start(
                    xml,
                    finding.rule(),
                    finding.subject().toString(),
                    file,
                    row.source().line());
            switch (row.verdict()) {
                case Met, NotApplicable -> xml.writeEndElement();
                case NotMet -> outcome(xml, "failure", "NotMet", finding.message(), finding.remediation());
                case Unknown, Partial ->
                    outcome(xml, "error", row.verdict().name(), finding.message(), finding.remediation());
            }
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private static void start(XMLStreamWriter xml, String rule, String name, String file, int line)
            throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", rule);
        xml.writeAttribute("name", valid(name));
        xml.writeAttribute("file", valid(file));
        xml.writeAttribute("line", Integer.toString(Math.max(1, line)));
    }

    private static void outcome(XMLStreamWriter xml, String element, String type, String message, String more)
            throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("type", type);
        xml.writeAttribute("message", valid(message));
        xml.writeCharacters(valid(more));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    /** XML 1.0 has no way to write most control characters or half a surrogate pair. */
    private static String valid(String text) {
        return text.codePoints()
                .map(c -> c < 0x20 && c != '\t' && c != '\n' || c >= 0xD800 && c < 0xE000 || c == 0xFFFE || c == 0xFFFF
                        ? 0xFFFD
                        : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
