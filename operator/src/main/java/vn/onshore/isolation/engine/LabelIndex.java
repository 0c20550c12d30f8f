package vn.onshore.isolation.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.isolation.model.Selector;

/** Which members, by number, have which label: answers selectors without looking at every member. */
final class LabelIndex {
    private final Vocabulary vocabulary;
    private final @Nullable RoaringBitmap[] byLabel;
    private final RoaringBitmap all = new RoaringBitmap();

    LabelIndex(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        byLabel = new RoaringBitmap[vocabulary.size()];
    }

    void add(int member, int[] labels) {
        all.add(member);
        for (var label : labels) {
            var members = byLabel[label];
            if (members == null) {
                members = new RoaringBitmap();
                byLabel[label] = members;
            }
            members.add(member);
        }
    }

    RoaringBitmap all() {
        return all;
    }

    /** The members that a selector matches. What is returned is the caller's. */
    RoaringBitmap select(Selector selector) {
        return select(vocabulary.terms(selector), all);
    }

    RoaringBitmap select(List<Vocabulary.Term> terms, RoaringBitmap among) {
        RoaringBitmap left = null;
        for (var term : terms) {
            if (!term.negated()) {
                var holding = holding(term);
                left = left == null ? RoaringBitmap.and(holding, among) : RoaringBitmap.and(left, holding);
            }
        }
        var selected = left == null ? among.clone() : left;
        for (var term : terms) {
            if (term.negated()) {
                selected.andNot(holding(term));
            }
        }
        return selected;
    }

    private RoaringBitmap holding(Vocabulary.Term term) {
        if (term.labels().length == 1) {
            var only = byLabel[term.labels()[0]];
            return only == null ? new RoaringBitmap() : only;
        }
        var union = new RoaringBitmap();
        for (var label : term.labels()) {
            var members = byLabel[label];
            if (members != null) {
                union.or(members);
            }
        }
        return union;
    }
}
