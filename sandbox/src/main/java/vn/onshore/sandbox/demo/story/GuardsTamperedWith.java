package vn.onshore.sandbox.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Predicate;
import vn.onshore.sandbox.demo.Narrator;
import vn.onshore.sandbox.demo.cluster.Answer;
import vn.onshore.sandbox.demo.cluster.Witness;
import vn.onshore.sandbox.demo.cluster.Witness.Sighting;

/** Step 6: an administrator deletes a guard, then weakens one; a watch of our own sees how soon it is put back. */
final class GuardsTamperedWith implements Step {
    private static final String ADMISSION = "admissionregistration.k8s.io/v1";
    private static final String BASE = "/apis/" + ADMISSION + "/";
    private static final String RESTORED = "GuardRestored";

    @Override
    public String title() {
        return "An administrator switches guards off";
    }

    @Override
    public void play(Stage stage) {
        deleteGuard(stage);
        weakenBinding(stage);
        stage.narrator().does("read the policy again");
        JsonNode policy = stage.ownsNodes()
                ? stage.await(
                        "the guards to be proved again",
                        stage.policyPath(),
                        object -> new Conditions(object).ready("EnforcedAndProved"))
                : stage.admin().get(stage.policyPath()).orThrow().body();
        stage.narrator().saw(new Conditions(policy).sentence("Ready"));
    }

    private static void deleteGuard(Stage stage) {
        String name = "onshore-" + stage.examples().policyName() + "-pod-bindings";
        String plural = "validatingadmissionpolicies";
        Narrator narrator = stage.narrator();
        narrator.does("delete ValidatingAdmissionPolicy " + name);
        try (Witness witness = Witness.of(stage.admin(), ADMISSION, "ValidatingAdmissionPolicy", plural, name)) {
            int before = witness.count();
            Answer answer = stage.granted(name + " is deleted", stage.admin().delete(BASE + plural + "/" + name));
            narrator.answered(answer, "deleted");
            Sighting gone =
                    seen(witness, before, name + " to go", each -> each.type().equals("DELETED"));
            Sighting back = seen(
                    witness, before, name + " to come back", each -> each.type().equals("ADDED"));
            narrator.saw("put back after %s, as seen by a watch: uid %s, field manager %s"
                    .formatted(Narrator.millis(gone.until(back)), uid(back), manager(back)));
        }
        tellEvent(stage, name);
    }

    private static void weakenBinding(Stage stage) {
        String name = "onshore-" + stage.examples().policyName() + "-pods";
        String plural = "validatingadmissionpolicybindings";
        Narrator narrator = stage.narrator();
        narrator.does("patch validationActions of ValidatingAdmissionPolicyBinding " + name + " to Warn");
        try (Witness witness = Witness.of(stage.admin(), ADMISSION, "ValidatingAdmissionPolicyBinding", plural, name)) {
            int before = witness.count();
            Answer answer = stage.granted(
                    name + " is weakened",
                    stage.admin().merge(BASE + plural + "/" + name, Stage.yaml("spec: {validationActions: [Warn]}")));
            narrator.answered(answer, "validationActions " + answer.body().at("/spec/validationActions"));
            Sighting weak = seen(witness, before, name + " to be weak", each -> !denies(each));
            Sighting back = seen(witness, before + 1, name + " to be strong again", GuardsTamperedWith::denies);
            narrator.saw("put back after %s, as seen by a watch: validationActions %s"
                    .formatted(Narrator.millis(weak.until(back)), back.object().at("/spec/validationActions")));
        }
        tellEvent(stage, name);
    }

    private static boolean denies(Sighting sighting) {
        return sighting.object().at("/spec/validationActions").toString().contains("\"Deny\"");
    }

    private static Sighting seen(Witness witness, int after, String what, Predicate<Sighting> wanted) {
        Duration patience = Duration.ofSeconds(20);
        return witness.first(patience, after, wanted)
                .orElseThrow(() -> new Astray("Waited %d s in vain for %s.".formatted(patience.toSeconds(), what)));
    }

    private static String uid(Sighting sighting) {
        return sighting.object().at("/metadata/uid").asText();
    }

    private static String manager(Sighting sighting) {
        return sighting.object().at("/metadata/managedFields/0/manager").asText();
    }

    private static void tellEvent(Stage stage, String guard) {
        JsonNode event = stage.await("an Event about " + guard, () -> Events.of(stage, RESTORED, guard));
        stage.narrator().saw(Events.sentence(event));
    }
}
