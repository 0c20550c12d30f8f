package vn.onshore.sandbox.controlplane;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The ways into one control plane: clients, kubectl, kubeconfigs. */
final class Access implements AutoCloseable {
    private static final Duration TOKEN_LIFE = Duration.ofDays(1);

    private final Machinery machinery;
    private final KubernetesClient admin;

    private Access(Machinery machinery) {
        this.machinery = machinery;
        this.admin = client(machinery.layout().kubeconfig("admin"));
    }

    /** Opens them, and waits until the controllers, where wanted, have begun to work. */
    static Access to(Machinery machinery) {
        Access access = new Access(machinery);
        access.awaitDefaultAccount("default");
        return access;
    }

    KubernetesClient admin() {
        return admin;
    }

    KubernetesClient client(Path kubeconfig) {
        return build(Config.fromKubeconfig(kubeconfig.toFile()));
    }

    KubernetesClient asUser(String name, List<String> groups) {
        return build(new ConfigBuilder(Config.fromKubeconfig(
                        machinery.layout().kubeconfig("admin").toFile()))
                .withImpersonateUsername(name)
                .withImpersonateGroups(groups.toArray(String[]::new))
                .build());
    }

    /** Lenient, because tests read objects that are newer or odder than the model classes. */
    private static KubernetesClient build(Config config) {
        JsonMapper lenient = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(lenient, true))
                .build();
    }

    Kubectl kubectl(Path kubeconfig) {
        Layout layout = machinery.layout();
        return new Kubectl(layout.program(Program.KUBECTL), kubeconfig, layout.kubectlCache(), machinery.patience());
    }

    Path serviceAccount(String namespace, String name) {
        if (admin.namespaces().withName(namespace).get() == null) {
            admin.namespaces()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
        var account = admin.serviceAccounts()
                .inNamespace(namespace)
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build());
        if (account.get() == null) {
            account.create();
        }
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(TOKEN_LIFE.toSeconds())
                .endSpec()
                .build();
        String token = account.tokenRequest(request).getStatus().getToken();
        return machinery.credentials().token(namespace + "." + name, token);
    }

    /** Waits for the account without which no pod is admitted into the namespace. */
    void awaitDefaultAccount(String namespace) {
        if (machinery.controllers()) {
            var account = admin.serviceAccounts().inNamespace(namespace).withName("default");
            machinery.await("the controllers to equip namespace " + namespace, () -> account.get() != null);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
