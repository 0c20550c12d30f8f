package vn.onshore.compliance;

/** Text that a status holds: bounded, for a status is read with every list of its kind. */
public final class StatusText {
    private StatusText() {}

    /**
     * The text, or its beginning and an ellipsis.
     *
     * @param limit in UTF-16 code units, at least 2; characters are kept whole
     */
    public static String within(int limit, String text) {
        if (text.length() <= limit) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }
}
