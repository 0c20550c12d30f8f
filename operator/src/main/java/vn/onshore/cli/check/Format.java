package vn.onshore.cli.check;

import java.io.IOException;
import java.io.Writer;

/** How verdicts are written. */
enum Format {
    text(new TextFormat(false)),
    json(new JsonFormat()),
    sarif(new SarifFormat()),
    junit(new JUnitFormat()),
    github(new GitHubFormat());

    private final Form form;

    Format(Form form) {
        this.form = form;
    }

    /** Writes verdicts. */
    interface Form {
        void write(Verdicts verdicts, Writer out) throws IOException;
    }

    /** The form, in colours if it has any and they are wanted. */
    Form form(boolean colours) {
        return this == text ? new TextFormat(colours) : form;
    }
}
