package io.mirstream.eval.replay;

/** Among which volumes a query is searched for. */
public enum Gallery {
    /** The index of the query's own organ, as in 3D-MIR. */
    OWN,
    /** The indices of all organs together, without the volumes that are queries anywhere, as in C-MIR. */
    POOLED
}
