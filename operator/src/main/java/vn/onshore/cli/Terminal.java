package vn.onshore.cli;

/** What people see of an answer while it comes. */
public final class Terminal {
    private static final String NO_COLOUR = System.getenv().getOrDefault("NO_COLOR", "");

    private Terminal() {}

    /** Whether a person reads standard output; false in a pipe. */
    public static boolean showsAnswers() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /** Whether standard output takes colours, by the convention of no-color.org. */
    public static boolean takesColours() {
        return showsAnswers() && NO_COLOUR.isEmpty();
    }

    /** Whether a person reads standard error; the launcher looks, because Java cannot. */
    public static boolean showsProgress() {
        return Boolean.getBoolean("onshore.terminal");
    }
}
