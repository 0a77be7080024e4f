package io.mirstream.contracts.event;

/** How far a study came. */
public enum StudyState {
    /** Its event is valid and in the queue for embedding. */
    ACCEPTED,
    /** It was read and embedded; its vectors are on their way to the index. */
    EMBEDDED,
    /** It can be searched. */
    INDEXED,
    /** It cannot be searched in this revision; the code says why, and there is a dead letter. */
    FAILED,
    /** Its vectors are gone. */
    RETRACTED;

    /** Nothing more happens to this revision. */
    public boolean isFinal() {
        return switch (this) {
            case ACCEPTED, EMBEDDED -> false;
            case INDEXED, FAILED, RETRACTED -> true;
        };
    }
}
