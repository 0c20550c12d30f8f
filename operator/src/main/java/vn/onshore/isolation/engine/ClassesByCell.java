package vn.onshore.isolation.engine;

import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressSet;

/** Which classes have addresses in which cells. */
final class ClassesByCell {
    private final @Nullable PodClass[] classes;
    private final TreeMap<IpAddress, RoaringBitmap> byCell;
    private final RoaringBitmap withoutAddress;

    /** The classes below are in the maps, and those above are looked at one by one. */
    private final int known;

    private ClassesByCell(
            @Nullable PodClass[] classes,
            TreeMap<IpAddress, RoaringBitmap> byCell,
            RoaringBitmap withoutAddress,
            int known) {
        this.classes = classes;
        this.byCell = byCell;
        this.withoutAddress = withoutAddress;
        this.known = known;
    }

    static ClassesByCell of(@Nullable PodClass[] classes) {
        var byCell = new TreeMap<IpAddress, RoaringBitmap>();
        var withoutAddress = new RoaringBitmap();
        for (var i = 0; i < classes.length; i++) {
            var podClass = classes[i];
            if (podClass != null) {
                if (podClass.addresses().isEmpty()) {
                    withoutAddress.add(i);
                }
                for (var cell : podClass.addresses()) {
                    byCell.computeIfAbsent(cell, some -> new RoaringBitmap()).add(i);
                }
            }
        }
        return new ClassesByCell(classes, byCell, withoutAddress, classes.length);
    }

    /** The same with more classes after those that are there. */
    ClassesByCell with(@Nullable PodClass[] more) {
        return new ClassesByCell(more, byCell, withoutAddress, known);
    }

    /** The classes with an address in a set of which each cell is a part, or has no part. */
    RoaringBitmap at(AddressSet addresses) {
        var found = new RoaringBitmap();
        for (var range : addresses.ranges()) {
            byCell.subMap(range.first(), true, range.last(), true).values().forEach(found::or);
        }
        for (var i = known; i < classes.length; i++) {
            var podClass = classes[i];
            if (podClass != null && podClass.addresses().stream().anyMatch(addresses::contains)) {
                found.add(i);
            }
        }
        return found;
    }

    /** The classes whose address nobody knows. */
    RoaringBitmap withoutAddress() {
        var found = withoutAddress.clone();
        for (var i = known; i < classes.length; i++) {
            var podClass = classes[i];
            if (podClass != null && podClass.addresses().isEmpty()) {
                found.add(i);
            }
        }
        return found;
    }

    /** Whether any class has an address in some of these cells. */
    boolean inhabit(Collection<IpAddress> cells) {
        for (var i = known; i < classes.length; i++) {
            var podClass = classes[i];
            if (podClass != null && podClass.addresses().stream().anyMatch(cells::contains)) {
                return true;
            }
        }
        return cells.stream().anyMatch(byCell::containsKey);
    }
}
