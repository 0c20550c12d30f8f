package vn.onshore.cli.attest;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.onshore.boundary.Attestor;

/** {@code onshore attest keygen}. */
@Command(
        name = "keygen",
        description = {
            "Make a key pair for an attestor.",
            "Writes NAME.key (private, readable by you only) and NAME.pub (to be pasted into"
                    + " spec.sites[].attestors[].publicKey of the OnshoreBoundary). Never overwrites a file."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the files were written", "2:they could not be written"})
final class Keygen implements Callable<Integer> {

    /** Kinds of keys. */
    enum Algorithm {
        ed25519,
        p256
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "NAME",
            defaultValue = "attestor",
            description = "Path of the files without ending (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--algorithm",
            defaultValue = "ed25519",
            description = "ed25519, or p256 for hardware that knows only ECDSA (default: ${DEFAULT-VALUE}).")
    private Algorithm algorithm = Algorithm.ed25519;

    @Override
    public Integer call() throws GeneralSecurityException {
        var pair = pair();
        var privateFile = Path.of(out + ".key");
        var publicFile = Path.of(out + ".pub");
        try {
            KeyFiles.writePrivate(privateFile, KeyFiles.pem("PRIVATE KEY", pair.getPrivate()));
            KeyFiles.writePublic(publicFile, KeyFiles.pem("PUBLIC KEY", pair.getPublic()));
        } catch (Unusable e) {
            spec.commandLine().getErr().println("onshore: " + e.getMessage());
            return 2;
        }
        var console = spec.commandLine().getOut();
        console.println(privateFile + "  private key; keep it where only the attestor reaches it");
        console.println(publicFile + "  public key, key id " + Attestor.keyid(pair.getPublic()));
        console.flush();
        return 0;
    }

    private KeyPair pair() throws GeneralSecurityException {
        if (algorithm == Algorithm.ed25519) {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
