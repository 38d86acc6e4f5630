package org.mmstats;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mmstats.internal.v2.View;

/** What a reader saw of a file at one moment. It doesn't change. */
public final class Snapshot implements Iterable<Family> {
    /** Of a reader that saw nothing. */
    static final Snapshot NONE = new Snapshot();

    private final View view;
    private final List<Family> families;
    private final int skipped;

    private Snapshot() {
        view = null;
        families = List.of();
        skipped = 0;
    }

    Snapshot(View view) {
        this.view = view;
        List<Family> known = new ArrayList<>();
        int count = view.directory().families().size();
        for (int index = 0; index < count; index++) {
            if (view.directory().families().get(index).isKnown()) {
                known.add(new Family(view, index));
            }
        }
        families = List.copyOf(known);
        skipped = count - known.size();
    }

    /** What the next look can go on from; null: nothing. */
    View view() {
        return view;
    }

    /**
     * The name of the application that the file is of.
     *
     * @return the name
     */
    public String application() {
        return view == null ? "" : view.header().application();
    }

    /**
     * Whether the writer closed the file in an orderly way.
     *
     * @return whether it did
     */
    public boolean isClosed() {
        return view != null && view.header().isClosed();
    }

    /**
     * The process id of the writer.
     *
     * @return the id; 0 where it isn't known
     */
    public long pid() {
        return view == null ? 0 : view.header().pid();
    }

    /**
     * How many families have a kind or value type that this version doesn't know, and are left out.
     *
     * @return how many
     */
    public int skipped() {
        return skipped;
    }

    /**
     * How many series were being rewritten for as long as the reader looked, and are left out: the
     * next look may find them.
     *
     * @return how many
     */
    public int rewritten() {
        return view == null ? 0 : view.directory().rewritten();
    }

    /**
     * How many series have a value that changed whenever it was looked at.
     *
     * @return how many
     */
    public int busy() {
        return view == null ? 0 : view.cells().busyCount();
    }

    /**
     * The families, in the order of the file.
     *
     * @return the families
     */
    public List<Family> families() {
        return families;
    }

    @Override
    public Iterator<Family> iterator() {
        return families.iterator();
    }

    /**
     * The family of that name.
     *
     * @param name the name
     * @return the family, where there is one
     */
    public Optional<Family> family(String name) {
        return families.stream().filter(family -> family.name().equals(name)).findFirst();
    }

    /**
     * The series without labels of the family of that name.
     *
     * @param name the name
     * @return the series, where there is one
     */
    public Optional<Series> get(String name) {
        return get(name, Map.of());
    }

    /**
     * The series with these labels and no others of the family of that name.
     *
     * @param name the name
     * @param labels the values by their keys
     * @return the series, where there is one
     */
    public Optional<Series> get(String name, Map<String, String> labels) {
        return family(name).flatMap(family -> family.with(labels));
    }
}
