package vn.onshore.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vn.onshore.kube.ApiServer;

/** The arrows of the design: who may know whom. */
class ArchitectureTest {
    private static final int LONGEST_FILE = 400;
    private static final Path SOURCES =
            Path.of(System.getProperty("onshore.root", "..")).resolve("operator/src/main/java");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("vn.onshore");
    private static final JavaClasses OPERATOR = ALL.that(not(resideInAPackage("vn.onshore.sandbox..")));

    /** What a package may import of the others. What is not listed here is a feature or stands above all. */
    private static final Map<String, List<String>> ARROWS = Map.of(
            "api", List.of(),
            "compliance", List.of("api"),
            "manifest", List.of("compliance"),
            "admission", List.of("manifest"),
            "kube", List.of("compliance", "manifest"),
            "run", List.of("kube", "manifest"),
            "boundary", List.of("api", "compliance", "kube", "manifest"),
            "standing", List.of("api", "compliance", "kube", "manifest"),
            "residency", List.of("admission", "api", "boundary", "compliance", "kube", "manifest", "run", "standing"),
            "isolation", List.of("admission", "api", "boundary", "compliance", "kube", "manifest", "run", "standing"));

    private static final List<String> FEATURES =
            List.of("vn.onshore.residency..", "vn.onshore.isolation..", "vn.onshore.camera..", "vn.onshore.backup..");

    /** Who speaks to the API server with more than questions, and what for. */
    private static final Map<String, String> WRITERS = Map.of(
            "vn.onshore.kube.Applier", "objects",
            "vn.onshore.kube.StatusWriter", "statuses",
            "vn.onshore.kube.EventRecorder", "Events",
            "vn.onshore.run.Leadership", "the operator's own Lease",
            "vn.onshore.isolation.attempt.GuardTrier", "dry-runs, which are stored nowhere",
            "vn.onshore.OperatorProcess", "SelfSubjectReview, which is stored nowhere");

    /** Who holds fabric8's client itself: to open and close it, and to ask for canary tokens. */
    private static final Set<String> CLIENT_HOLDERS = Set.of(
            "vn.onshore.OperatorProcess",
            "vn.onshore.cli.ClusterOptions",
            "vn.onshore.residency.ResidencyFeature",
            "vn.onshore.residency.prove.AccountTokens");

    @TestFactory
    Stream<DynamicTest> packagesImportOnlyWhatStandsBelowThem() {
        return ARROWS.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(entry -> {
            var name = entry.getKey();
            var allowed = Stream.concat(Stream.of(name), entry.getValue().stream())
                    .map(other -> "vn.onshore." + other + "..")
                    .toArray(String[]::new);
            return DynamicTest.dynamicTest(
                    name,
                    () -> classes()
                            .that()
                            .resideInAPackage("vn.onshore." + name + "..")
                            .should()
                            .onlyDependOnClassesThat(
                                    resideInAnyPackage(allowed).or(not(resideInAPackage("vn.onshore.."))))
                            .check(OPERATOR));
        });
    }

    @Test
    void featuresDoNotKnowEachOther() {
        for (var feature : FEATURES) {
            var others =
                    FEATURES.stream().filter(other -> !other.equals(feature)).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(feature)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(OPERATOR);
        }
    }

    /** A prover or verifier that shared code with the guards would share their mistakes. */
    @Test
    void guardVerifierAndProverShareNothing() {
        slices().matching("vn.onshore.residency.(*)..")
                .should()
                .notDependOnEachOther()
                .check(OPERATOR.that(resideInAnyPackage(
                        "vn.onshore.residency.verify..",
                        "vn.onshore.residency.guard..",
                        "vn.onshore.residency.prove..")));
    }

    /** The same for zones, whose attempts are planned beside the guards that they try. */
    @Test
    void attemptsShareNothingWithTheGuardsTheyTry() {
        noClasses()
                .that()
                .resideInAPackage("vn.onshore.isolation.attempt..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("vn.onshore.isolation.guard..")
                .check(OPERATOR);
    }

    @Test
    void whatDecidesKnowsNoClient() {
        noClasses()
                .that(decide())
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.javaoperatorsdk..", "io.fabric8.kubernetes.client..")
                        // The custom resources extend a class of the client's.
                        .and(not(DescribedPredicate.describe(
                                "the base of custom resources",
                                (JavaClass type) -> type.getSimpleName().equals("CustomResource")))))
                .check(OPERATOR);
        noClasses()
                .that(decide())
                .should()
                .dependOnClassesThat(resideInAPackage("vn.onshore.kube.."))
                .check(OPERATOR);
        noClasses()
                .that(decide())
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(OPERATOR);
    }

    private static DescribedPredicate<JavaClass> decide() {
        var names = Pattern.compile(".*(Planner|Plan|Inputs|Report|Eligibility)");
        return DescribedPredicate.describe("decide and do nothing", type -> {
            var packageName = type.getPackageName();
            var outer = outermost(type);
            return packageName.startsWith("vn.onshore.residency.verify")
                    || packageName.startsWith("vn.onshore.residency.guard")
                    || packageName.startsWith("vn.onshore.isolation.model")
                    || packageName.startsWith("vn.onshore.isolation.engine")
                    || packageName.startsWith("vn.onshore.isolation.read")
                    || packageName.startsWith("vn.onshore.isolation.verify")
                    || packageName.startsWith("vn.onshore.isolation.guard")
                    || packageName.startsWith("vn.onshore.isolation.zoning")
                    || packageName.startsWith("vn.onshore.admission")
                    || packageName.startsWith("vn.onshore.compliance")
                    || packageName.startsWith("vn.onshore.boundary")
                            && !outer.endsWith("Reconciler")
                            && !outer.equals("BoundaryRegister")
                    || (packageName.startsWith("vn.onshore.residency")
                                    || packageName.startsWith("vn.onshore.isolation"))
                            && names.matcher(outer).matches();
        });
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getSimpleName());
    }

    /** Tolerance for what newer clients write is configured in one place. */
    @Test
    void databindStaysInOnePlace() {
        noClasses()
                .that(not(DescribedPredicate.describe(
                        "kube.Json, admission.PolicyObject that digests canonical JSON, or export.YamlStream that writes files",
                        type -> type.getName().equals("vn.onshore.kube.Json")
                                || type.getName().equals("vn.onshore.admission.PolicyObject")
                                || type.getName().equals("vn.onshore.cli.export.YamlStream"))))
                .should()
                .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson.databind.."))
                .check(OPERATOR);
    }

    @Test
    void onlyFewWrite() {
        noClasses()
                .that(not(DescribedPredicate.describe(
                        "known to write",
                        type -> WRITERS.containsKey(type.getName())
                                || type.getName().equals(ApiServer.class.getName()))))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "changes something on the API server",
                        (JavaMethodCall call) -> call.getTargetOwner().isEquivalentTo(ApiServer.class)
                                && !call.getTarget().getName().equals("get")))
                .check(OPERATOR);
        noClasses()
                .that(not(resideInAPackage("vn.onshore.kube.."))
                        .and(not(DescribedPredicate.describe(
                                "known to hold the client", type -> CLIENT_HOLDERS.contains(type.getName())))))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KubernetesClient.class)
                .check(OPERATOR);
    }

    @Test
    void theOperatorAndTheSandboxDoNotKnowEachOther() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("vn.onshore.sandbox..")
                .check(OPERATOR);
        noClasses()
                .that()
                .resideInAPackage("vn.onshore.sandbox..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("vn.onshore..").and(not(resideInAPackage("vn.onshore.sandbox.."))))
                .check(ALL);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(
                        ".*[.$]([A-Za-z0-9]*(Utils?|Helpers?|Manager|Impl|Base)|(Abstract|Base)[A-Z][A-Za-z0-9]*)")
                .check(ALL);
    }

    @Test
    void filesFitInTheHead() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> lines(file) > LONGEST_FILE)
                            .map(file -> SOURCES.relativize(file).toString()))
                    .as("files of more than %d lines", LONGEST_FILE)
                    .isEmpty();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
