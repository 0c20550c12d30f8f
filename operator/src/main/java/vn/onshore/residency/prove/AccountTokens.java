package vn.onshore.residency.prove;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;

/** Tokens of the canary account from the TokenRequest API: the only thing for which the operator's client is used. */
public final class AccountTokens implements TokenSource {
    private final KubernetesClient operator;
    private final String namespace;

    /**
     * @param operator may create {@code serviceaccounts/token} of {@link CanaryGround#NAME}
     * @param namespace where that account is
     */
    public AccountTokens(KubernetesClient operator, String namespace) {
        this.operator = operator;
        this.namespace = namespace;
    }

    @Override
    public BearerToken request(Duration life) {
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(life.toSeconds())
                .endSpec()
                .build();
        try {
            var status = operator.serviceAccounts()
                    .inNamespace(namespace)
                    .withName(CanaryGround.NAME)
                    .tokenRequest(request)
                    .getStatus();
            return new BearerToken(status.getToken(), Instant.parse(status.getExpirationTimestamp()));
        } catch (KubernetesClientException e) {
            // The cause is left out: a client's exception may carry what was sent and received.
            throw new TokenRefusedException("no token for ServiceAccount " + namespace + "/" + CanaryGround.NAME
                    + ", the API server answered " + e.getCode());
        }
    }
}
