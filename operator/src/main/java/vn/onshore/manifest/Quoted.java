package vn.onshore.manifest;

/** Foreign text inside our own sentences. */
public final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    /** The text without control characters, cut after 200 characters. */
    public static String shortened(String text) {
        return printable(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }

    /** The text with U+FFFD for every character that would break a line or hide from the eye. */
    public static String printable(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (isUnprintable(text.charAt(i))) {
                return text.chars()
                        .map(c -> isUnprintable((char) c) ? 0xFFFD : c)
                        .collect(StringBuilder::new, (out, c) -> out.append((char) c), StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    private static boolean isUnprintable(char c) {
        if (c >= ' ' && c < 0x7F) {
            return false;
        }
        var type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
