package vn.onshore.sandbox;

/** Something a person can put right; the message is one sentence that says what is wrong and what to do. */
public class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SandboxException(String sentence) {
        super(sentence);
    }

    public SandboxException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
