package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;

/** How a comparison is written. */
enum DiffFormat {
    md(new MarkdownDiff()),
    json(new JsonDiff()),
    sarif(new SarifDiff());

    private final Form form;

    DiffFormat(Form form) {
        this.form = form;
    }

    /** Writes a comparison. */
    interface Form {
        void write(Comparison comparison, Writer out) throws IOException;
    }

    Form form() {
        return form;
    }
}
