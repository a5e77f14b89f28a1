package dev.procpool.protocol.between;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The region with the words of one home, which every participant maps. The file is as long as the layout from the
 * beginning; disk space for objects is got when they are created.
 */
final class Page {

    private Page() {}

    /** Creates the file of a page, with room for all cells and for no object. */
    static Region create(Path file, Layout layout) throws IOException {
        Region page = Region.create(file, layout.size(), layout.object(0));
        page.set(Layout.MAGIC_AT, Layout.MAGIC);
        return page;
    }

    /**
     * Maps the page of another process.
     *
     * @throws IOException if the file is not a page of this layout
     */
    static Region open(Path file, Layout layout) throws IOException {
        Region page = Region.open(file, layout.size());
        if (page.get(Layout.MAGIC_AT) != Layout.MAGIC) {
            throw new IOException(file + " was made by another version of procpool");
        }
        return page;
    }
}
