package io.mirstream.eval.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.id.SeriesUid;
import java.util.List;

/** The search, as any caller has it. Many threads may ask at a time. */
public interface Searching {
    /**
     * Best first.
     *
     * @throws io.mirstream.contracts.error.CodedException with the code that the query-service answers with, or {@code
     *     INDEX_UNAVAILABLE} when it does not
     */
    List<SeriesUid> search(ObjectNode request);
}
