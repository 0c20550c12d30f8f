package vn.onshore.sandbox.controlplane;

import vn.onshore.sandbox.SandboxException;

/** Somebody else took a port between its choice and its use. */
final class PortTakenException extends SandboxException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String program) {
        super("%s found its port taken; end the program that grabs ports on 127.0.0.1 and try again."
                .formatted(program));
    }
}
