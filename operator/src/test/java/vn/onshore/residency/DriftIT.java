package vn.onshore.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import vn.onshore.world.LiveCluster;
import vn.onshore.world.SharedOperator;
import vn.onshore.world.Yaml;

/** Guards that somebody deletes or weakens on a real API server. */
@ExtendWith(SharedOperator.class)
class DriftIT {
    private static final String VAPS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/";
    private static final String BINDINGS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/";

    private static final List<Edit> EDITS = List.of(
            binding("that it warns", "{'spec':{'validationActions':['Warn']}}"),
            binding("a parameter", "{'spec':{'paramRef':{'name':'x','parameterNotFoundAction':'Allow'}}}"),
            binding(
                    "an exception",
                    "{'spec':{'matchResources':{'excludeResourceRules':[{'apiGroups':['*'],'apiVersions':['*'],"
                            + "'operations':['*'],'resources':['*']}]}}}"),
            binding("a selector", "{'spec':{'matchResources':{'namespaceSelector':{'matchLabels':{'nobody':'has'}}}}}"),
            binding("no label", "{'metadata':{'labels':{'app.kubernetes.io/managed-by':null}}}"),
            policy("a condition", "{'spec':{'matchConditions':[{'name':'never','expression':'false'}]}}"),
            policy("that failures pass", "{'spec':{'failurePolicy':'Ignore'}}"),
            policy(
                    "another owner",
                    "{'metadata':{'ownerReferences':[{'apiVersion':'v1','kind':'Node','name':'x','uid':'y'}]}}"),
            new Edit(
                    "a condition",
                    "mutatingadmissionpolicy",
                    "onshore-drift-pod-placement",
                    "{'spec':{'matchConditions':[{'name':'never','expression':'false'}]}}"),
            new Edit(
                    "a selector",
                    "mutatingadmissionpolicybinding",
                    "onshore-drift-pod-placement",
                    "{'spec':{'matchResources':{'namespaceSelector':{'matchLabels':{'nobody':'has'}}}}}"));

    /** What somebody does to which object, in JSON with single quotes. */
    private record Edit(String what, String kind, String name, String patch) {
        String path() {
            return "/apis/admissionregistration.k8s.io/v1/"
                    + (kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s") + "/" + name;
        }

        String json() {
            return patch.replace('\'', '"');
        }

        boolean hidesIt() {
            return patch.contains("'metadata'");
        }
    }

    private static Edit binding(String what, String patch) {
        return new Edit(what, "validatingadmissionpolicybinding", "onshore-drift-pods", patch);
    }

    private static Edit policy(String what, String patch) {
        return new Edit(what, "validatingadmissionpolicy", "onshore-drift-pods", patch);
    }

    private static final LiveCluster cluster = LiveCluster.shared();

    @TestFactory
    Stream<DynamicTest> whoWeakensAGuardIsNamedAndItIsPutBack() {
        cluster.enforce("drift");
        return EDITS.stream()
                .map(edit -> DynamicTest.dynamicTest(edit.kind() + " given " + edit.what(), () -> assertPutBack(edit)));
    }

    private static void assertPutBack(Edit edit) {
        var path = edit.path();
        var before = cluster.get(path);
        var intruder = "intruder-" + EDITS.indexOf(edit);
        cluster.patch(intruder, edit.kind(), edit.name(), edit.json());
        cluster.await(
                path,
                object -> object.at("spec").equals(before.at("spec"))
                        && object.at("metadata", "labels").equals(before.at("metadata", "labels"))
                        && object.at("metadata", "ownerReferences").equals(before.at("metadata", "ownerReferences")));
        // Without its label it is out of sight, and the garbage collector takes what only an unknown object owns.
        var who = edit.hidesIt() ? "(was deleted|" + intruder + ")" : "field manager " + intruder;
        cluster.awaitEvent("GuardRestored", "drift", before.at("kind").text() + " " + edit.name() + " .*" + who + ".*");
        cluster.awaitReady("drift", "EnforcedAndProved");
    }

    @Test
    void aDeletedGuardIsPutBackAndTold() {
        cluster.enforce("deleted");
        for (var path : List.of(VAPS, BINDINGS)) {
            var before = cluster.get(path + "onshore-deleted-pods");
            cluster.client().raw(path + "onshore-deleted-pods", "DELETE", null);
            var after = cluster.await(
                    path + "onshore-deleted-pods",
                    object -> object.isPresent() && !LiveCluster.uid(object).equals(LiveCluster.uid(before)));
            assertThat(after.at("spec")).isEqualTo(before.at("spec"));
            cluster.awaitEvent(
                    "GuardRestored", "deleted", before.at("kind").text() + " onshore-deleted-pods was deleted.*");
        }
    }

    /** Nothing was touched, so nothing may be said to have been. */
    @Test
    void nobodyIsAccusedOfWhatTheOperatorDidItself() {
        for (var mode : List.of("Warn", "Enforce", "Audit", "Enforce")) {
            cluster.apply(Yaml.policy("calm", mode));
            cluster.await(LiveCluster.RESIDENCIES + "/calm", LiveCluster::isObserved);
        }
        cluster.awaitReady("calm", "EnforcedAndProved");
        assertThat(cluster.events("GuardRestored", "calm")).isEmpty();
    }
}
