package vn.onshore.sandbox.command;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import vn.onshore.sandbox.SandboxException;
import vn.onshore.sandbox.scenario.Scenario;

/** The value of {@code --nodes}. */
record NodeChoice(String text) {
    static final String VIETNAM = "vietnam";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * Reads it.
     *
     * @throws SandboxException when it is neither a scenario nor a number
     */
    Scenario scenario() {
        if (text.equals(VIETNAM)) {
            return Scenario.vietnam();
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > Scenario.LARGEST_FLEET) {
            throw new SandboxException(
                    "--nodes is \"vietnam\" or a number up to %d, not \"%s\".".formatted(Scenario.LARGEST_FLEET, text));
        }
        return Scenario.fleet(Integer.parseInt(text));
    }

    void applyTo(KubernetesClient client) {
        Scenario scenario = scenario();
        scenario.applyTo(client);
        scenario.awaitReady(client, PATIENCE);
    }
}
