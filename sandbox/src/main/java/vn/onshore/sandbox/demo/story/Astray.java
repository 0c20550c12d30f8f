package vn.onshore.sandbox.demo.story;

import vn.onshore.sandbox.SandboxException;

/** Something did not happen as the story has it; the message says what, and what the API server said. */
public final class Astray extends SandboxException {
    private static final long serialVersionUID = 1L;

    Astray(String sentence) {
        super(sentence);
    }
}
