package vn.onshore.sandbox.demo.story;

import java.util.List;

/** The nine steps, in order. */
public final class Story {
    private final List<Step> steps = List.of(
            new TheClusterToday(),
            new WhatIsWrong(),
            new WhoStandsWhere(),
            new GuardsUp(),
            new WaysAround(),
            new GuardsTamperedWith(),
            new AnotherMachine(),
            new ZonesApart(),
            new TheTable());

    /**
     * Plays all of them.
     *
     * @throws Astray when something does not happen as it must
     */
    public void play(Stage stage) {
        for (int number = 1; number <= steps.size(); number++) {
            Step step = steps.get(number - 1);
            stage.narrator().step(number, step.title());
            step.play(stage);
            if (number == 2) {
                steps.forEach(each -> each.prepare(stage));
            }
        }
    }
}
