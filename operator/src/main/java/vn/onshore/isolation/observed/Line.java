package vn.onshore.isolation.observed;

/** What one line of input is. */
public sealed interface Line {
    record Seen(Sample sample) implements Line {}

    /** Well formed, and no connection that has to be allowed. */
    record Skipped(Reason reason) implements Line {}

    /** @param why a sentence without the line's text */
    record Garbage(String why) implements Line {}

    /** Why a line does not count. */
    enum Reason {
        /** The answer to a connection, which is allowed with it. */
        Reply,
        /** It was seen before the Service's address was translated, and is seen once more after it. */
        BeforeTranslation,
        /** ICMP and others, of which policies do not speak. */
        OtherProtocol,
        /** No flow, such as a lost-events notice or a CSV header. */
        NoFlow
    }
}
