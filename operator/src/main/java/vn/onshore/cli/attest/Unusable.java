package vn.onshore.cli.attest;

/** What the user gave cannot be used; the message names it and says what to do. Ends with exit code 2. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
        super(message);
    }
}
