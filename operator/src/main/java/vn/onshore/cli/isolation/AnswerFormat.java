package vn.onshore.cli.isolation;

import java.io.IOException;
import java.io.Writer;

/** How an answer is written. */
enum AnswerFormat {
    txt(new TextAnswer()),
    json(new JsonAnswer());

    private final Form form;

    AnswerFormat(Form form) {
        this.form = form;
    }

    /** Writes an answer. */
    interface Form {
        void write(Answer answer, Writer out) throws IOException;
    }

    Form form() {
        return form;
    }
}
