package vn.onshore.sandbox.demo.story;

/** One step of the story. */
interface Step {
    String title();

    /** Begins what takes long; called once, before the third step. */
    default void prepare(Stage stage) {}

    /**
     * Plays it.
     *
     * @throws Astray when something does not happen as it must
     */
    void play(Stage stage);
}
