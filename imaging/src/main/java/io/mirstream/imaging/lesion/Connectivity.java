package io.mirstream.imaging.lesion;

/** Which voxels touch. */
public enum Connectivity {
    /** The 6 that share a face, as 3D-MIR counts lesions. */
    FACES(0),
    /** The 26 that share a face, an edge or a corner. */
    CORNERS(1);

    /** How far past its ends a run touches runs of the lines beside it. */
    final int reach;

    Connectivity(int reach) {
        this.reach = reach;
    }

    /** The lines beside a line that come before it, as steps along the second and the third axis. */
    int[][] linesBefore() {
        return switch (this) {
            case FACES -> new int[][] {{-1, 0}, {0, -1}};
            case CORNERS -> new int[][] {{-1, 0}, {-1, -1}, {0, -1}, {1, -1}};
        };
    }
}
