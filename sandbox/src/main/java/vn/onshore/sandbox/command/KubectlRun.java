package vn.onshore.sandbox.command;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import vn.onshore.sandbox.SandboxException;

/** One call of the sandbox's kubectl against it. */
record KubectlRun(Running running, List<String> arguments) {

    static KubectlRun of(Running running, List<String> arguments) {
        return new KubectlRun(running, arguments);
    }

    /** With this program's own input and output; returns kubectl's exit code. */
    int attached() {
        return run(builder().inheritIO());
    }

    /** With no input and no output; returns kubectl's exit code. */
    int quietly() {
        return run(builder()
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private ProcessBuilder builder() {
        List<String> line = new ArrayList<>(List.of(running.kubectl().toString()));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("KUBECONFIG", running.kubeconfig().toString());
        return builder;
    }

    private static int run(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            Thread ender = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(ender);
            return process.waitFor();
        } catch (IOException e) {
            throw new SandboxException("kubectl does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted.", e);
        }
    }
}
