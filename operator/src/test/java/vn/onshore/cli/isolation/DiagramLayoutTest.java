package vn.onshore.cli.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import vn.onshore.cli.isolation.Diagram.Arrow;
import vn.onshore.cli.isolation.Diagram.Box;
import vn.onshore.cli.isolation.Diagram.Sort;
import vn.onshore.cli.isolation.DiagramLayout.Placed;
import vn.onshore.cli.isolation.DiagramLayout.Route;

class DiagramLayoutTest {
    private static final int WORDS_HEIGHT = 12;

    private static Diagram random(Random random) {
        var rows = new ArrayList<List<Box>>();
        var names = new ArrayList<String>();
        for (var row = 0; row < 1 + random.nextInt(5); row++) {
            var boxes = new ArrayList<Box>();
            for (var box = 0; box < 1 + random.nextInt(4); box++) {
                names.add("zone-" + names.size());
                boxes.add(new Box(names.getLast(), "DMZ", row == 0));
            }
            rows.add(boxes);
        }
        var arrows = new HashSet<Arrow>();
        for (var i = 0; i < random.nextInt(40); i++) {
            var from = names.get(random.nextInt(names.size()));
            var to = names.get(random.nextInt(names.size()));
            if (!from.equals(to)) {
                arrows.add(new Arrow(from, to, "TCP " + random.nextInt(3), Sort.values()[random.nextInt(3)]));
            }
        }
        return new Diagram(rows, List.copyOf(arrows));
    }

    /** No box on another one, no line on another one, no words on each other, and all of it on the sheet. */
    @RepeatedTest(50)
    void nothingHidesAnything() {
        var seed = System.nanoTime();
        var diagram = random(new Random(seed));
        var layout = DiagramLayout.of(diagram);
        assertThat(layout.routes()).as("seed %d", seed).hasSameSizeAs(diagram.arrows());
        Placed above = null;
        for (var box : layout.boxes()) {
            assertThat(box.x()).isGreaterThanOrEqualTo(DiagramLayout.MARGIN);
            assertThat(box.y())
                    .as("seed %d", seed)
                    .isGreaterThan(above == null ? DiagramLayout.HEADER - 1 : above.y() + above.height());
            above = box;
        }
        assertThat(layout.height()).isGreaterThanOrEqualTo(above == null ? 0 : above.y() + above.height());
        for (var route : layout.routes()) {
            assertThat(route.right()).isEqualTo(route.arrow().sort() != Sort.Leak);
            assertThat(route.lane()).isBetween(DiagramLayout.MARGIN, layout.width() - DiagramLayout.MARGIN);
            assertThat(Math.abs(route.lane() - route.edge())).isGreaterThanOrEqualTo(DiagramLayout.WORDS);
            assertThat(layout.boxes())
                    .as("seed %d", seed)
                    .anyMatch(box -> leaves(route.from(), box, route.arrow().from()));
            assertThat(layout.boxes())
                    .as("seed %d", seed)
                    .anyMatch(box -> leaves(route.to(), box, route.arrow().to()));
            for (var other : layout.routes()) {
                if (route != other && route.right() == other.right()) {
                    assertThat(collide(route, other))
                            .as("seed %d: %s and %s", seed, route, other)
                            .isFalse();
                }
            }
        }
    }

    private static boolean leaves(int y, Placed box, String name) {
        return box.box().name().equals(name) && y - WORDS_HEIGHT > box.y() && y < box.y() + box.height();
    }

    /** Whether the long pieces lie on each other, or the words on the short ones do. */
    private static boolean collide(Route one, Route other) {
        var lanes = one.lane() == other.lane() && one.top() <= other.bottom() && other.top() <= one.bottom();
        return lanes || near(one.from(), other) || near(one.to(), other);
    }

    private static boolean near(int y, Route other) {
        return Math.abs(y - other.from()) < WORDS_HEIGHT || Math.abs(y - other.to()) < WORDS_HEIGHT;
    }
}
