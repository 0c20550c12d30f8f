package vn.onshore;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import vn.onshore.kube.Json;

/** What any connection to an API server needs, readied on another core while the command line is read. */
final class HeadStart {
    private HeadStart() {}

    /** Returns at once. Whatever goes wrong here goes wrong again, and is told, when it is really needed. */
    static void begin() {
        Thread.ofPlatform().daemon().name("head-start").start(HeadStart::ready);
    }

    private static void ready() {
        try {
            greetNobody();
        } catch (GeneralSecurityException | SSLException e) {
            return;
        }
        Json.kubernetes();
    }

    /** A ClientHello brings a key share of each kind (RFC 8446, 4.2.8), and the first of a kind takes tables to compute. */
    private static void greetNobody() throws GeneralSecurityException, SSLException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[0], null);
        var engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.wrap(
                ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    }
}
