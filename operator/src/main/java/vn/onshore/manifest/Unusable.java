package vn.onshore.manifest;

/** Ends the reading of one document: what is wrong with it, and the line (from 1) within the text that was read. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String sentence;

    Unusable(int line, String sentence) {
        super(sentence, null, false, false);
        this.line = line;
        this.sentence = sentence;
    }

    int line() {
        return line;
    }

    String sentence() {
        return sentence;
    }
}
