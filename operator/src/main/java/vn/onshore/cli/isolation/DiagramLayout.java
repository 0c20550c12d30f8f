package vn.onshore.cli.isolation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.cli.isolation.Diagram.Arrow;
import vn.onshore.cli.isolation.Diagram.Box;
import vn.onshore.cli.isolation.Diagram.Sort;

/**
 * Where a diagram's boxes, lines and words go: boxes in one column, what is declared on its right, what is open besides on
 * its left. Each end of an arrow has a height and each arrow a lane of its own, so that no line lies on another one, or
 * runs through a box or a word. In pixels.
 *
 * @param boxes from top to bottom
 */
record DiagramLayout(int width, int height, List<Placed> boxes, List<Route> routes) {
    static final int BOX_WIDTH = 230;
    static final int HEADER = 100;
    static final int FOOTER = 70;
    static final int MARGIN = 50;

    /** How wide words beside a box may be. */
    static final int WORDS = 230;

    private static final int LOWEST_BOX = 64;
    private static final int NARROWEST = 760;
    private static final int SLOT = 22;
    private static final int PADDING = 12;
    private static final int GAP = 26;
    private static final int LANE = 14;

    DiagramLayout {
        boxes = List.copyOf(boxes);
        routes = List.copyOf(routes);
    }

    /** @param x and y of the corner on the left at the top */
    record Placed(Box box, int x, int y, int height) {}

    /**
     * Out of one box at {@code from}, along a lane, and into another one at {@code to}.
     *
     * @param right whether it is on the right of the boxes
     * @param edge the horizontal position of the boxes' edge on that side
     * @param lane the horizontal position of the long piece
     */
    record Route(Arrow arrow, boolean right, int edge, int lane, int from, int to) {
        int top() {
            return Math.min(from, to);
        }

        int bottom() {
            return Math.max(from, to);
        }
    }

    /**
     * One end of an arrow at a box.
     *
     * @param away how many boxes lie between this end and the other one; negative if that is above
     */
    private record End(Arrow arrow, boolean source, int away) {
        /** What goes up leaves above what goes down; of both, the far ones lie outside, and so in the middle here. */
        private static final Comparator<End> ORDER = Comparator.comparing((End end) -> end.away > 0)
                .thenComparing(end -> -end.away)
                .thenComparing(end -> end.source)
                .thenComparing(end -> end.arrow.sort())
                .thenComparing(end -> end.arrow.label());
    }

    /** Heights of both ends of the arrows on one side. */
    private static final class Heights {
        private final Map<Arrow, Integer> from = new HashMap<>();
        private final Map<Arrow, Integer> to = new HashMap<>();

        void put(End end, int height) {
            (end.source ? from : to).put(end.arrow, height);
        }
    }

    static DiagramLayout of(Diagram diagram) {
        var boxes = diagram.rows().stream().flatMap(List::stream).toList();
        var declared = ends(boxes, diagram.arrows(), true);
        var besides = ends(boxes, diagram.arrows(), false);
        var tops = new ArrayList<Integer>();
        var heights = new ArrayList<Integer>();
        var rights = new Heights();
        var lefts = new Heights();
        var y = HEADER;
        for (var i = 0; i < boxes.size(); i++) {
            var slots = Math.max(declared.get(i).size(), besides.get(i).size());
            var height = Math.max(LOWEST_BOX, slots * SLOT + 2 * PADDING);
            tops.add(y);
            heights.add(height);
            place(declared.get(i), y, height, rights);
            place(besides.get(i), y, height, lefts);
            y += height + GAP;
        }
        var left = lanes(diagram.arrows(), lefts);
        var right = lanes(diagram.arrows(), rights);
        var x = MARGIN + breadth(left);
        var routes = new ArrayList<Route>();
        for (var arrow : diagram.arrows()) {
            route(arrow, lefts, left, false, x, routes);
            route(arrow, rights, right, true, x + BOX_WIDTH, routes);
        }
        var placed = new ArrayList<Placed>();
        for (var i = 0; i < boxes.size(); i++) {
            placed.add(new Placed(boxes.get(i), x, tops.get(i), heights.get(i)));
        }
        return new DiagramLayout(
                Math.max(NARROWEST, x + BOX_WIDTH + breadth(right) + MARGIN), y - GAP + FOOTER, placed, routes);
    }

    /** By box, the ends that are on one side of it, from top to bottom. */
    private static List<List<End>> ends(List<Box> boxes, List<Arrow> arrows, boolean right) {
        var places = new HashMap<String, Integer>();
        var ends = new ArrayList<List<End>>();
        for (var box : boxes) {
            places.put(box.name(), places.size());
            ends.add(new ArrayList<>());
        }
        for (var arrow : arrows) {
            var from = places.get(arrow.from());
            var to = places.get(arrow.to());
            if (from != null && to != null && right == (arrow.sort() != Sort.Leak)) {
                ends.get(from).add(new End(arrow, true, to - from));
                ends.get(to).add(new End(arrow, false, from - to));
            }
        }
        ends.forEach(some -> some.sort(End.ORDER));
        return ends;
    }

    private static void place(List<End> ends, int top, int height, Heights heights) {
        var y = top + (height - ends.size() * SLOT) / 2 + SLOT - PADDING / 2;
        for (var end : ends) {
            heights.put(end, y);
            y += SLOT;
        }
    }

    /** The lane of each arrow, from 0 beside the boxes: short ones are inside. */
    private static Map<Arrow, Integer> lanes(List<Arrow> arrows, Heights heights) {
        var spans = new ArrayList<Route>();
        for (var arrow : arrows) {
            var from = heights.from.get(arrow);
            var to = heights.to.get(arrow);
            if (from != null && to != null) {
                spans.add(new Route(arrow, true, 0, 0, from, to));
            }
        }
        spans.sort(Comparator.comparingInt((Route span) -> span.bottom() - span.top())
                .thenComparingInt(Route::top));
        var taken = new ArrayList<List<Route>>();
        var lanes = new HashMap<Arrow, Integer>();
        for (var span : spans) {
            var lane = 0;
            while (lane < taken.size()
                    && taken.get(lane).stream()
                            .anyMatch(other -> other.top() <= span.bottom() && span.top() <= other.bottom())) {
                lane++;
            }
            if (lane == taken.size()) {
                taken.add(new ArrayList<>());
            }
            taken.get(lane).add(span);
            lanes.put(span.arrow(), lane);
        }
        return lanes;
    }

    private static int breadth(Map<Arrow, Integer> lanes) {
        return lanes.isEmpty()
                ? 0
                : WORDS
                        + LANE
                                * (1
                                        + lanes.values().stream()
                                                .mapToInt(Integer::intValue)
                                                .max()
                                                .orElse(0));
    }

    private static void route(
            Arrow arrow, Heights heights, Map<Arrow, Integer> lanes, boolean right, int edge, List<Route> routes) {
        var lane = lanes.get(arrow);
        var from = heights.from.get(arrow);
        var to = heights.to.get(arrow);
        if (lane != null && from != null && to != null) {
            var away = WORDS + LANE * lane;
            routes.add(new Route(arrow, right, edge, right ? edge + away : edge - away, from, to));
        }
    }
}
