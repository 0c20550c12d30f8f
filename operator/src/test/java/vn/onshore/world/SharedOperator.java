package vn.onshore.world;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that take {@link LiveCluster#vietnam()} with an operator at work: it lives through every one of them, and the
 * policies that one leaves are removed while it does.
 */
public final class SharedOperator implements BeforeAllCallback, AfterEachCallback {
    private @Nullable RunningOperator operator;

    @Override
    public void beforeAll(ExtensionContext tests) {
        operator = LiveCluster.vietnam().operator();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        LiveCluster.shared().removePolicies();
        var sameAsBefore = requireNonNull(operator);
        assertThat(sameAsBefore.isLive()).as(sameAsBefore::lastWords).isTrue();
    }
}
