package vn.onshore.kube;

import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API server serves, kept up to date: kinds come and go while the operator runs. Whether they did is asked, and
 * CustomResourceDefinitions are not watched for it: their schemas are large, and aggregated APIs have none. Safe for use by
 * several threads.
 */
public final class Discovery {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);

    private final ApiServer server;
    private final AtomicReference<@Nullable ServerApis> known = new AtomicReference<>();
    private volatile Runnable turned = () -> {};

    public Discovery(ApiServer server) {
        this.server = server;
    }

    /** @param listener told whenever other kinds are served than before; must be quick */
    public void listen(Runnable listener) {
        turned = listener;
    }

    /**
     * What is served, as far as anybody knows.
     *
     * @throws NullPointerException before it was learned for the first time
     */
    public ServerApis known() {
        return Objects.requireNonNull(known.get(), "the API server has not been asked yet");
    }

    /**
     * Asks for everything. What was known stays if the server does not serve our own kinds: then it does not tell us all.
     *
     * @return whether it serves them
     * @throws UncheckedIOException if the server gives no answer
     */
    public boolean learn() {
        var found = ServerApis.discover(server);
        if (!found.serves(Watched.RESIDENCY.kind())) {
            return false;
        }
        var before = known.getAndSet(found);
        if (before != null && !before.kinds().equals(found.kinds())) {
            log.atInfo().addKeyValue("kinds", found.kinds().size()).log("the API server serves other kinds");
            turned.run();
        }
        return true;
    }

    /** Asks for everything anew; what was known before stays if the server gives no answer. */
    public ServerApis again() {
        try {
            learn();
        } catch (UncheckedIOException e) {
            log.warn("discovery: {}", e.getMessage());
        }
        return known();
    }

    /** Asks whether anything changed, which costs next to nothing, and only then for everything anew. */
    public void look() {
        try {
            if (!known().isStillSo(server)) {
                learn();
            }
        } catch (UncheckedIOException e) {
            log.debug("discovery: {}", e.getMessage());
        }
    }
}
