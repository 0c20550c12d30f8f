package vn.onshore.admission;

/** A sentence for people, as a CEL string: fixed text and values of the object under review. Immutable. */
public record CelSentence(String expression) {

    /** Begins a sentence with text; also the whole of one that names no value. */
    public static CelSentence of(String text) {
        return new CelSentence(CelLiteral.string(text));
    }

    /** Continues with the string that the CEL expression gives. */
    public CelSentence value(String cel) {
        return new CelSentence(expression + " + " + cel);
    }

    public CelSentence text(String text) {
        return new CelSentence(expression + " + " + CelLiteral.string(text));
    }
}
