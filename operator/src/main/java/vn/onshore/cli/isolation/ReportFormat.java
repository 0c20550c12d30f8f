package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;

/** How connections are written. */
enum ReportFormat {
    txt(new TextReport()),
    json(new JsonReport()),
    csv(new CsvReport()),
    md(new MarkdownReport()),
    dot(new DotReport());

    private final Form form;

    ReportFormat(Form form) {
        this.form = form;
    }

    /** Writes a report. */
    interface Form {
        void write(Report report, Writer out) throws IOException;
    }

    Form form() {
        return form;
    }
}
