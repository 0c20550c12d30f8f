package vn.onshore.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;

/** The least that puts an object back: a watch and a server-side apply. What an operator can hope for. */
final class Prototype implements AutoCloseable {
    private static final String NAME = "prototype";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/" + World.UNGOVERNED + "/configmaps";
    private static final String DESIRED = """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "prototype"}, "data": {"guard": "on"}}
            """;

    private final Api api;
    private final Events witness;
    private final AutoCloseable loop;

    private Prototype(Api api) {
        this.api = api;
        api.apply(CONFIG_MAPS + "/" + NAME, DESIRED).orThrow();
        witness = new Events(api, CONFIG_MAPS);
        loop = api.watch(CONFIG_MAPS, this::putBack);
    }

    static Prototype start(Api api) {
        return new Prototype(api);
    }

    private void putBack(JsonNode event) {
        JsonNode object = event.path("object");
        if (object.path("metadata").path("name").asText().equals(NAME)
                && (event.path("type").asText().equals("DELETED") || !isOn(object))) {
            api.apply(CONFIG_MAPS + "/" + NAME, DESIRED).orThrow();
        }
    }

    private static boolean isOn(JsonNode object) {
        return object.path("data").path("guard").asText().equals("on");
    }

    /** Deletes or edits the object and waits until the witness sees it put back. */
    void round(boolean delete, Samples samples) {
        int mark = witness.mark();
        long began = System.nanoTime();
        if (delete) {
            api.delete(CONFIG_MAPS + "/" + NAME).orThrow();
        } else {
            api.mergePatch(CONFIG_MAPS + "/" + NAME, "{\"data\":{\"guard\":\"off\"}}")
                    .orThrow();
        }
        String wanted = delete ? "ADDED" : "MODIFIED";
        var back = witness.after(
                mark, "the prototype to put back", event -> event.is(wanted, NAME) && isOn(event.object()));
        samples.add(began, back.at());
    }

    @Override
    public void close() {
        witness.close();
        try {
            loop.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot end a watch", e);
        }
        api.delete(CONFIG_MAPS + "/" + NAME);
    }
}
